"""For every operator of the table: formula = execution = plain loops, on random cases."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from naive_layers import LOOPS
from op_cases import CASES, RUN, Case
from plans import plan
from tracing import READS, ends, traced

from convcalc.analysis.cost import graph_cost
from convcalc.analysis.receptive_field import receptive_field
from convcalc.analysis.seen import seen
from convcalc.dtypes import DTYPES
from convcalc.executor import run
from convcalc.ops import OPS
from convcalc.verify.run import verify

COUNTED = ("params", "macs", "effective_macs", "activations")
# The bytes of an element, by NumPy itself.
STORED = {"fp64": np.float64, "fp32": np.float32, "fp16": np.float16, "int8": np.int8}

every_op = pytest.mark.parametrize("name", RUN)


def test_every_operator_is_drawn_looped_and_traced():
    assert set(RUN) == set(CASES) == set(LOOPS) == set(READS)


@every_op
@given(data=st.data())
def test_the_run_confirms_every_prediction(name, data):
    case = data.draw(CASES[name])
    checks = verify(case.graph(), name=name, batch=case.batch)
    assert checks
    assert [check for check in checks if not check.ok] == []


# Cases that were once wrong; each by what was overlooked.
WINDOW = {"out_channels": 1, "groups": 1, "bias": False}
FOUND = [
    # As many windows as elements, but not the elements: a stride of 2 over padding.
    Case("conv", {**WINDOW, "kernel_size": 1, "stride": 2, "padding": 1}, ((1, 2),)),
    # One tap in the padding before, one on the last element, and a hole between.
    Case("conv", {**WINDOW, "kernel_size": 2, "dilation": 4, "padding": 2}, ((1, 3),)),
    Case("conv", {**WINDOW, "kernel_size": 2, "dilation": 4, "padding": 2}, ((1, 4),)),
    Case("avgpool", {"kernel_size": 2, "dilation": 2, "padding": ((0, 1),)}, ((1, 2),)),
    # Copies with holes: the first output is on none.
    Case("conv_transpose", {**WINDOW, "kernel_size": 3, "dilation": 4}, ((1, 3),)),
    Case(
        "conv_transpose",
        {**WINDOW, "kernel_size": 1, "stride": 2, "dilation": 2, "padding": 1},
        ((1, 2),),
    ),
]


@pytest.mark.parametrize("case", FOUND)
def test_what_was_once_wrong_is_confirmed(case):
    checks = verify(case.graph(), name=case.op)
    assert [check for check in checks if not check.ok] == []


def test_between_dilated_copies_the_jump_is_still_that_of_the_stride():
    # K = 1, S = 2, one cut before: input i lies on output 2i − 1, so 2 outputs on is 1 input on.
    (field,) = receptive_field(FOUND[-1].graph())
    assert (field.size, field.jump) == (1, Fraction(1, 2))


@every_op
@given(data=st.data())
def test_predictions_are_what_plain_loops_count(name, data):
    case = data.draw(CASES[name])
    graph = case.graph()
    looped = LOOPS[name](case.arrays(), case.weights(), case.arguments)
    cost = graph_cost(graph, batch=case.batch, dtype="fp32").ops[0]
    assert graph.nodes[0].output == looped.values.shape[1:]
    assert [getattr(cost, one) for one in COUNTED] == [getattr(looped, one) for one in COUNTED]
    assert getattr(graph.nodes[0].op, "padding", None) == looped.padding


@every_op
@given(data=st.data())
def test_the_run_computes_what_plain_loops_compute(name, data):
    case = data.draw(CASES[name])
    arrays, weights = case.arrays(), case.weights()
    given_weights = {"it": weights} if weights else None
    out = run(plan(case.graph(), batch=case.batch), arrays, given_weights)[0]
    looped = LOOPS[name](arrays, weights, case.arguments)
    # Float32 sums of at most some hundred products of about 1.
    np.testing.assert_allclose(out, looped.values, rtol=1e-5, atol=1e-5)


@every_op
@given(data=st.data(), dtype=st.sampled_from(sorted(STORED)))
def test_bytes_are_those_of_the_arrays(name, data, dtype):
    case = data.draw(CASES[name])
    cost = graph_cost(case.graph(), batch=case.batch, dtype=dtype)
    weights = sum(one.astype(STORED[dtype]).nbytes for one in case.trained())
    out = LOOPS[name](case.arrays(), case.weights(), case.arguments).values
    arrays = [] if OPS[name].is_view else [*case.arrays(), out]
    moved = sum(np.zeros(one.shape, STORED[dtype]).nbytes for one in arrays)
    assert cost.weights_bytes == weights
    assert cost.traffic_bytes == weights + moved


def test_every_other_dtype_has_the_bits_in_its_name():
    # bf16, fp8 and int4 are no types of NumPy; their names say the bits (OCP, IEEE 754).
    assert {name: DTYPES[name] for name in DTYPES.keys() - STORED} == {
        "bf16": 16,
        "fp8": 8,
        "int4": 4,
    }


def sizes_of_shared_axes(graph):
    """Of the output, along the axes that the input has too."""
    return graph.shape(graph.outputs[0])[1 : len(graph.inputs[0])]


@every_op
@given(data=st.data())
def test_outputs_see_what_the_loops_read(name, data):
    graph = data.draw(CASES[name]).graph()
    for axis, size in enumerate(sizes_of_shared_axes(graph)):
        for position in range(size):
            span = seen(graph, axis, position)
            found = tuple(span) if span.first <= span.last else None
            assert found == ends(traced(graph, axis, position, real=True))


@pytest.mark.parametrize("name", [name for name in RUN if not OPS[name].ends_field])
@given(data=st.data())
def test_fields_and_jumps_are_those_of_an_endless_input(name, data):
    graph = data.draw(CASES[name]).graph()
    assume(not graph.nodes[0].op.ends_field)  # one window, as of a global pool
    shared = range(len(sizes_of_shared_axes(graph)))
    for axis, field in zip(shared, receptive_field(graph), strict=False):
        period = graph.nodes[0].op.fullest(axis)[0]
        outputs = range(2 * period)
        reads = [ends(traced(graph, axis, at, real=False)) for at in outputs]
        assert field.size == max(last - first + 1 for first, last in filter(None, reads))
        steps = {
            reads[at + period][0] - reads[at][0] for at in range(period) if reads[at] is not None
        }
        assert steps == {field.jump * period}


@every_op
@given(data=st.data())
def test_what_is_told_in_short_is_what_the_formulas_say(name, data):
    case = data.draw(CASES[name])
    node = case.graph().nodes[0]
    place = (node.in_shapes, node.output, case.batch)
    said = {working.quantity: working.value for working in node.op.workings(*place)}
    figures = node.op.figures(*place)
    assert [figures.get(one) for one in COUNTED] == [said.get(one) for one in COUNTED]
    sizes = tuple(size.value for size in node.op.sizes(node.in_shapes[0]))
    assert sizes in {(), node.output[1:]}


@every_op
@given(data=st.data())
def test_the_formulas_take_arrays_too(name, data):
    case = data.draw(CASES[name])
    node = case.graph().nodes[0]
    for working in node.op.workings(node.in_shapes, node.output, case.batch):
        columns = {key: column(value) for key, value in working.values.items()}
        found = working.formula(**columns)
        assert found.dtype == np.int64
        assert found.tolist() == [working.value] * 2


def column(value):
    if isinstance(value, tuple):
        return tuple(map(column, value))
    return np.array([value, value], np.int64)
