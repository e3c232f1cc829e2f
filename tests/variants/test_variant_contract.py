"""For every named convolution: formula = execution = plain loops, on random cases."""

from fractions import Fraction
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive_layers import LOOPS
from op_cases import numbers, weights
from plans import plan
from tracing import ends, traced
from variant_cases import CASES

from convcalc.analysis.receptive_field import receptive_field
from convcalc.analysis.seen import seen
from convcalc.executor import run
from convcalc.variants import VARIANTS
from convcalc.verify.run import verify

WINDOW = ("kernel_size", "stride", "padding", "dilation")
METRICS = ("params", "macs", "effective_macs", "activations")

every_variant = pytest.mark.parametrize("name", VARIANTS)


def test_every_variant_is_drawn():
    assert set(VARIANTS) == set(CASES)


@every_variant
@given(data=st.data())
def test_the_run_confirms_every_prediction(name, data):
    case = data.draw(CASES[name])
    graph = case.spec().graph(case.shape)
    checks = verify(graph, name=name, batch=case.batch)
    assert {"output", "receptive_field"} <= {check.quantity for check in checks}
    assert [check for check in checks if not check.ok] == []


@every_variant
@given(data=st.data())
def test_totals_and_values_are_those_of_plain_loops(name, data):
    case = data.draw(CASES[name])
    graph, cost = case.spec().graph(case.shape), case.cost()
    x = numbers((case.batch, *case.shape), 0)
    drawn, outcomes = looped(graph, x)
    totals = [sum(getattr(one, metric) for one in outcomes) for metric in METRICS]
    assert [getattr(cost, metric) for metric in METRICS] == totals
    assert cost.output == outcomes[-1].values.shape[1:]
    found = run(plan(graph, batch=case.batch), [x], drawn)[0]
    scale = max(np.abs(one.values).max() for one in outcomes)
    np.testing.assert_allclose(found, outcomes[-1].values, rtol=0, atol=1e-5 * scale)


def looped(graph, x):
    """The weights that were drawn, and what plain loops made of each operator in turn."""
    tensors, drawn, outcomes = [x], {}, []
    for node in graph.nodes:
        arguments = node.spec.model_dump()
        drawn[node.path] = weights(node.op.name, arguments, node.in_shapes[0])
        inputs = [tensors[tensor] for tensor in node.inputs]
        outcomes.append(LOOPS[node.op.name](inputs, drawn[node.path], arguments))
        tensors.append(outcomes[-1].values)
    return {path: arrays for path, arrays in drawn.items() if arrays}, outcomes


@every_variant
@given(data=st.data())
def test_the_closed_form_is_the_sum_of_the_operators(name, data):
    case = data.draw(CASES[name])
    cost = case.cost()
    form = case.spec().closed_form(case.shape, cost.output)
    assert (form.params, case.batch * form.macs) == (cost.params, cost.macs)


@every_variant
@given(data=st.data())
def test_the_claimed_ratio_is_that_of_the_macs(name, data):
    case = data.draw(CASES[name])
    claim = case.spec().ratio(case.shape)
    if claim is not None:
        cost = case.cost()
        window = {key: case.arguments[key] for key in WINDOW if key in case.arguments}
        if name == "bottleneck":
            window["padding"] = "half"
        standard = VARIANTS["conv"](out_channels=cost.output[0], **window)
        macs = standard.cost(case.shape, batch=case.batch).macs
        assert claim.value == Fraction(cost.macs, macs)


def test_ratios_are_claimed_where_the_field_has_one():
    # field-notes.md, 4, 4.1, 4.2 and 5; a transposed or resized one has no standard to compare.
    claiming = {name for name, variant in VARIANTS.items() if "ratio" in vars(variant)}
    assert claiming == {
        "conv",
        "depthwise",
        "depthwise_separable",
        "spatially_separable",
        "shuffled_grouped",
        "bottleneck",
    }


@every_variant
@given(data=st.data())
def test_outputs_see_what_the_loops_read(name, data):
    case = data.draw(CASES[name])
    graph = case.spec().graph(case.shape)
    for axis, size in enumerate(graph.shape(graph.outputs[0])[1:]):
        for position in range(size):
            span = seen(graph, axis, position)
            found = tuple(span) if span.first <= span.last else None
            assert found == ends(traced(graph, axis, position, real=True))


@every_variant
@given(data=st.data())
def test_the_largest_field_is_that_of_an_endless_input(name, data):
    case = data.draw(CASES[name])
    graph = case.spec().graph(case.shape)
    for axis, field in enumerate(receptive_field(graph)):
        period = prod(node.op.fullest(axis)[0] for node in graph.nodes)
        reads = [ends(traced(graph, axis, at, real=False)) for at in range(period)]
        assert field.size == max(last - first + 1 for first, last in filter(None, reads))


@every_variant
@given(data=st.data())
def test_settling_changes_no_number(name, data):
    case = data.draw(CASES[name])
    settled = case.spec().settled(case.shape).model_dump()
    again = VARIANTS[name](**settled).cost(case.shape, batch=case.batch)
    first = case.cost()
    for quantity in (*METRICS, "traffic_bytes", "output", "receptive_field", "jump", "arguments"):
        assert getattr(again, quantity) == getattr(first, quantity)
