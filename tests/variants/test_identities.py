"""What the field says is the same, run both ways on random weights."""

from dataclasses import replace
from itertools import product

import numpy as np
import op_cases
from hypothesis import assume, given
from hypothesis import strategies as st
from naive_padding import spread
from op_cases import numbers
from variant_cases import CASES

from convcalc.executor import Plan, Step, run


def one(op, x, weights, arguments):
    """One operator run on an array."""
    step = Step("it", op, arguments, (0,))
    return run(Plan((x.shape[1:],), (step,), (1,), len(x)), [x], {"it": weights})[0]


def same(left, right):
    # Float32, other order of addition: errors of some 2⁻²⁴ of the largest sums.
    assert left.shape == right.shape
    np.testing.assert_allclose(left, right, rtol=0, atol=2e-6 * max(1.0, np.abs(left).max()))


def drawn_layer(case):
    (x,), weights = case.arrays(), case.weights()
    return x, weights, case.arguments


@given(op_cases.conv())
def test_grouped_is_a_block_diagonal_weight(case):
    x, (weight, *bias), arguments = drawn_layer(case)
    groups, (out, each) = arguments["groups"], weight.shape[:2]
    whole = np.zeros((out, each * groups, *weight.shape[2:]), np.float32)
    rows = out // groups
    for group in range(groups):
        block = slice(group * rows, group * rows + rows)
        whole[block, group * each : group * each + each] = weight[block]
    same(
        one("conv", x, [weight, *bias], arguments),
        one("conv", x, [whole, *bias], ungrouped(arguments)),
    )


def ungrouped(arguments):
    return {**arguments, "groups": 1}


@given(op_cases.conv_transpose())
def test_grouped_transposed_is_a_block_diagonal_weight(case):
    x, (weight, *bias), arguments = drawn_layer(case)
    groups, (channels, each) = arguments["groups"], weight.shape[:2]
    whole = np.zeros((channels, each * groups, *weight.shape[2:]), np.float32)
    rows = channels // groups
    for group in range(groups):
        block = slice(group * rows, group * rows + rows)
        whole[block, group * each : group * each + each] = weight[block]
    same(
        one("conv_transpose", x, [weight, *bias], arguments),
        one("conv_transpose", x, [whole, *bias], ungrouped(arguments)),
    )


@given(op_cases.conv() | op_cases.conv_transpose())
def test_dilated_is_a_kernel_with_zeros_between(case):
    x, (weight, *bias), arguments = drawn_layer(case)
    rank = x.ndim - 2
    dilation = spread(arguments["dilation"], rank)
    extra = spread(arguments.get("output_padding", 0), rank)
    # Without dilation the same output padding must still be smaller than the stride.
    assume(all(a < b for a, b in zip(extra, spread(arguments["stride"], rank), strict=True)))
    spans = [range(0, k * d, d) for k, d in zip(weight.shape[2:], dilation, strict=True)]
    holes = np.zeros((*weight.shape[:2], *(span[-1] + 1 for span in spans)), np.float32)
    holes[:, :, *np.ix_(*spans)] = weight
    dense = {**arguments, "dilation": 1, "kernel_size": holes.shape[2:]}
    same(one(case.op, x, [weight, *bias], arguments), one(case.op, x, [holes, *bias], dense))


@given(op_cases.conv_transpose())
def test_transposed_is_the_adjoint(case):
    """⟨convT(x), y⟩ = ⟨x, conv(y)⟩ without bias, for output_padding < stride."""
    x, (weight, *_), arguments = drawn_layer(
        replace(case, arguments={**case.arguments, "bias": False})
    )
    rank = x.ndim - 2
    extra = spread(arguments["output_padding"], rank)
    assume(all(a < b for a, b in zip(extra, spread(arguments["stride"], rank), strict=True)))
    there = one("conv_transpose", x, [weight], arguments)
    y = numbers(there.shape, 5)
    cut = case.graph().nodes[0].op.padding
    back = {**arguments, "out_channels": x.shape[1], "padding": cut}
    here = one("conv", y, [weight], back)
    assert here.shape == x.shape
    left, right = np.vdot(there, y), np.vdot(x, here)
    scale = np.abs(there).max() * np.abs(y).sum() + 1
    assert abs(left - right) < 1e-6 * scale


@given(CASES["spatially_separable"])
def test_spatially_separable_is_its_product_kernel(case):
    spec = type(case.spec())(**{**case.arguments, "bias": False})
    x = numbers((case.batch, *case.shape), 0)
    graph = spec.graph(case.shape)
    weights = {
        node.path: op_cases.weights("conv", node.spec.model_dump(), node.in_shapes[0])
        for node in graph.nodes
    }
    steps = tuple(Step(n.path, "conv", n.spec.model_dump(), n.inputs) for n in graph.nodes)
    found = run(Plan(graph.inputs, steps, graph.outputs, case.batch), [x], weights)[0]
    whole = product_kernel([weights[node.path][0] for node in graph.nodes])
    names = ("kernel_size", "stride", "padding", "dilation", "out_channels")
    arguments = {name: getattr(spec, name) for name in names}
    same(found, one("conv", x, [whole], arguments))


def product_kernel(weights):
    """The weight of one layer that does what these do in turn: channels summed, taps crossed."""
    first, *rest = weights
    whole = first
    for weight in rest:
        taps = [a * b for a, b in zip(whole.shape[2:], weight.shape[2:], strict=True)]
        crossed = np.zeros((len(weight), whole.shape[1], *taps), np.float32)
        for m, c, inside in product(range(len(weight)), range(whole.shape[1]), range(len(whole))):
            crossed[m, c] += weight[m, inside] * whole[inside, c]
        whole = crossed
    return whole


@given(CASES["depthwise_separable"])
def test_depthwise_separable_is_its_composition(case):
    """A standard convolution whose kernels are the depthwise ones, mixed."""
    spec = type(case.spec())(**{**case.arguments, "bias": False})
    x = numbers((case.batch, *case.shape), 0)
    graph = spec.graph(case.shape)
    steps = tuple(Step(n.path, "conv", n.spec.model_dump(), n.inputs) for n in graph.nodes)
    depth, point = (
        op_cases.weights("conv", node.spec.model_dump(), node.in_shapes[0])[0]
        for node in graph.nodes
    )
    arrays = {"depthwise": [depth], "pointwise": [point]}
    found = run(Plan(graph.inputs, steps, graph.outputs, case.batch), [x], arrays)[0]
    whole = np.zeros((len(point), len(depth), *depth.shape[2:]), np.float32)
    for m, c in product(range(len(point)), range(len(depth))):
        whole[m, c] = point[m, c].item() * depth[c, 0]
    names = ("kernel_size", "stride", "padding", "dilation", "out_channels")
    arguments = {name: getattr(spec, name) for name in names}
    same(found, one("conv", x, [whole], arguments))


@given(CASES["depthwise"], st.data())
def test_channels_of_a_depthwise_layer_are_each_by_themselves(case, data):
    x = numbers((case.batch, *case.shape), 0)
    node = case.spec().graph(case.shape).nodes[0]
    arguments = node.spec.model_dump()
    weight, *bias = op_cases.weights("conv", arguments, case.shape)
    channel = data.draw(st.integers(0, case.shape[0] - 1))
    many = case.arguments["multiplier"]
    own = slice(channel * many, channel * many + many)
    alone = {**arguments, "groups": 1, "out_channels": many}
    found = one("conv", x, [weight, *bias], arguments)[:, own]
    kept = [array[own] for array in (weight, *bias)]
    same(found, one("conv", x[:, channel : channel + 1], kept, alone))
