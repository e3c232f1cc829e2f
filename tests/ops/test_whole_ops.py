"""Operators that look at all positions, and operators of huge sizes, in graphs of several."""

from fractions import Fraction

import pytest

from convcalc.analysis.cost import graph_cost
from convcalc.analysis.receptive_field import receptive_field
from convcalc.analysis.seen import seen
from convcalc.errors import InputError
from convcalc.graph import Builder
from convcalc.ops import OPS
from convcalc.verify.run import verify


def graph(build, *steps):
    """Steps (op, arguments, inputs), the last of which is the output."""
    for number, (op, arguments, inputs) in enumerate(steps):
        last = build.add(f"{op}{number}", OPS[op](**arguments), *inputs)
    return build.graph(last)


CONV = {"out_channels": 6, "kernel_size": 3, "padding": 1}
WHOLE = {
    # Query, key and value of one tensor: each place sees all.
    "self-attention": [("attention", {"heads": 2}, (0, 0, 0))],
    "attention of projections": [
        ("conv", CONV, (0,)),
        ("conv", {**CONV, "stride": 2}, (0,)),
        ("attention", {"heads": 3}, (1, 2, 2)),
    ],
    "group norm": [("conv", CONV, (0,)), ("gn", {"groups": 2}, (1,)), ("conv", CONV, (2,))],
    "instance norm beside a skip": [("in_norm", {}, (0,)), ("add", {}, (0, 1))],
    # The map of one window weighs every place, as in squeeze-and-excitation.
    "a gate of the whole map": [
        ("conv", {"out_channels": 6, "kernel_size": (7, 5), "groups": 6}, (0,)),
        ("sigmoid", {}, (1,)),
        ("mul", {}, (2, 0)),
    ],
    "scores of a matrix": [
        ("conv", {"out_channels": 35, "kernel_size": 1}, (0,)),
        ("softmax", {}, (1,)),
        ("matmul", {}, (0, 2)),
    ],
}


@pytest.mark.parametrize("name", WHOLE)
def test_an_output_sees_the_whole_input(name):
    found = graph(Builder((6, 7, 5)), *WHOLE[name])
    assert [check for check in verify(found, name=name) if not check.ok] == []
    assert [tuple(seen(found, axis, 2)) for axis in range(2)] == [(0, 6), (0, 4)]


def test_a_field_is_as_large_as_each_axis_and_does_not_move():
    fields = receptive_field(graph(Builder((6, 7, 5)), ("in_norm", {}, (0,))))
    assert [(field.size, field.jump, field.offset) for field in fields] == [(7, 0, 0), (5, 0, 0)]


def test_norms_by_position_and_by_running_statistics_see_one_place():
    steps = [
        (op, {}, (n,)) for n, op in enumerate(["bn", "ln", "lrn", "scale", "prelu", "softmax"])
    ]
    fields = receptive_field(graph(Builder((6, 7, 5)), *steps))
    assert [(field.size, field.jump) for field in fields] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("tensors", [(1, 0, 2), (1, 2, 0)])
def test_all_keys_are_asked_and_all_values_weighed(tensors):
    # The input that is changed is the key, then the value, and nothing else.
    found = graph(Builder((6, 9), (6, 9), (6, 9)), ("attention", {}, tensors))
    assert [check for check in verify(found, name="attention") if not check.ok] == []
    assert tuple(seen(found, 0, 4)) == (0, 8)
    assert receptive_field(found)[0].size == 9


def test_a_query_is_asked_at_its_own_place():
    build = Builder((6, 9), (6, 4))
    (field,) = receptive_field(graph(build, ("conv", CONV, (0,)), ("attention", {}, (2, 1, 1))))
    assert (field.size, field.jump, field.offset) == (3, 1, -1)


def test_positions_along_other_axes_have_no_field():
    # The first input has one axis, the output two: none of its positions is one of the input's.
    build = Builder((4, 6), (6, 7, 5))
    found = graph(build, ("matmul", {}, (0, 1)))
    assert receptive_field(found) == ()
    assert [check for check in verify(found, name="product") if not check.ok] == []


def test_a_classifier_is_confirmed():
    # 6·4 + 4 and 4·3 weights.
    build = Builder((6,))
    steps = (
        ("linear", {"out_features": 4}, (0,)),
        ("linear", {"out_features": 3, "bias": False}, (1,)),
    )
    found = graph(build, *steps)
    assert [check for check in verify(found, name="classifier", batch=5) if not check.ok] == []
    assert graph_cost(found, batch=5, dtype="fp32").params == 28 + 12


HUGE = 10**30


@pytest.mark.parametrize(
    ("op", "arguments", "shapes", "counts"),
    [
        ("linear", {"out_features": HUGE}, [(HUGE,)], (HUGE**2 + HUGE, HUGE**2, HUGE)),
        # 10³⁰ rows of 10³⁰·10³⁰ with as many channels at 10³⁰ places.
        ("matmul", {}, [(HUGE, HUGE, HUGE), (HUGE**2, HUGE)], (0, HUGE**4, HUGE**2)),
        # Every pair of 10³⁰ and 2·10³⁰ places, for 10³⁰ + 3·10³⁰ channels.
        (
            "attention",
            {"heads": HUGE},
            [(HUGE, HUGE), (HUGE, 2 * HUGE), (3 * HUGE, 2 * HUGE)],
            (0, 8 * HUGE**3, 2 * HUGE**3 + 3 * HUGE**2),
        ),
        ("bn", {}, [(HUGE, HUGE)], (2 * HUGE, 0, 0)),
        ("gn", {"groups": HUGE}, [(HUGE, HUGE)], (2 * HUGE, 0, 0)),
        ("scale", {}, [(HUGE, HUGE)], (HUGE, 0, 0)),
        ("mul", {}, [(HUGE, HUGE), (HUGE, 1)], (0, 0, 0)),
    ],
)
def test_huge_operators_are_counted_exactly(op, arguments, shapes, counts):
    found = graph(Builder(*shapes), (op, arguments, range(len(shapes))))
    cost = graph_cost(found, batch=1, dtype="fp32")
    assert (cost.params, cost.macs, cost.activations) == counts
    assert cost.effective_macs == cost.macs


@pytest.mark.parametrize(
    ("op", "arguments", "shape", "output"),
    [
        ("resize", {"size": HUGE + 1}, (2, HUGE), (2, HUGE + 1)),
        ("resize", {"scale": HUGE, "mode": "bilinear"}, (2, HUGE), (2, HUGE**2)),
        ("adaptive_avgpool", {"output_size": 7}, (HUGE, HUGE, 7), (HUGE, 7, 7)),
        ("pad", {"padding": (HUGE, HUGE + 1)}, (2, 3, 5), (2, 3 + 2 * HUGE, 7 + 2 * HUGE)),
        ("pixel_shuffle", {"factor": HUGE}, (2 * HUGE**2, 3, 5), (2, 3 * HUGE, 5 * HUGE)),
        ("pixel_unshuffle", {"factor": HUGE}, (2, HUGE, HUGE), (2 * HUGE**2, 1, 1)),
        ("reshape", {"shape": (HUGE, -1)}, (HUGE**2, 3), (HUGE, 3 * HUGE)),
    ],
)
def test_huge_shapes_are_exact(op, arguments, shape, output):
    found = graph(Builder(shape), (op, arguments, (0,)))
    assert found.shape(found.outputs[0]) == output


SEVENTH = HUGE + Fraction(1, 7)


# By hand: 10³⁰ elements and a part of one; all of a block; a little less than one input on.
@pytest.mark.parametrize(
    ("op", "arguments", "shape", "size", "jump"),
    [
        (
            "adaptive_maxpool",
            {"output_size": 7},
            (1, 7 * HUGE + 1),
            HUGE + 1,
            HUGE + Fraction(1, 7),
        ),
        ("pixel_unshuffle", {"factor": HUGE}, (1, HUGE), HUGE, HUGE),
        ("resize", {"size": HUGE + 1}, (1, HUGE), 1, Fraction(HUGE, HUGE + 1)),
        ("pad", {"padding": HUGE}, (1, HUGE), 1, 1),
    ],
)
def test_fields_of_huge_shapes_are_exact(op, arguments, shape, size, jump):
    (field,) = receptive_field(graph(Builder(shape), (op, arguments, (0,))))
    assert (field.size, field.jump) == (size, jump)


def test_a_huge_resize_is_refused_to_run_before_anything_is_made():
    found = graph(Builder((1, HUGE)), ("resize", {"size": 3}, (0,)))
    with pytest.raises(InputError, match="CC220"):
        verify(found, name="resize")


# By hand. Three of seven: shares of 2⅓ elements; the last element of one share is the first of
# the next, so windows of 3 at 0, 2 and 4, and 3 outputs are 7 inputs further.
def test_the_field_of_an_adaptive_pool():
    found = graph(Builder((2, 7)), ("adaptive_avgpool", {"output_size": 3}, (0,)))
    assert [tuple(seen(found, 0, at)) for at in range(3)] == [(0, 2), (2, 4), (4, 6)]
    (field,) = receptive_field(found)
    assert (field.size, field.jump, field.offset) == (3, Fraction(7, 3), 0)


# By hand. Five to three without corners: centres at ⅓, 2 and 3⅔, of which the middle one lies on
# an element. With corners: at 0, 2 and 4.
@pytest.mark.parametrize(
    ("aligned", "spans", "jump"),
    [(False, [(0, 1), (2, 2), (3, 4)], Fraction(5, 3)), (True, [(0, 0), (2, 2), (4, 4)], 2)],
)
def test_the_field_of_a_blend(aligned, spans, jump):
    arguments = {"size": 3, "mode": "bilinear", "align_corners": aligned}
    found = graph(Builder((2, 5)), ("resize", arguments, (0,)))
    assert [tuple(seen(found, 0, at)) for at in range(3)] == spans
    assert receptive_field(found)[0].jump == jump


def test_mirrored_padding_sees_what_it_shows():
    # 2 1 | 0 1 2 3 | 2: a window of 3 over it.
    steps = [
        ("pad", {"padding": ((2, 1),), "mode": "reflect"}, (0,)),
        ("conv", {"out_channels": 2, "kernel_size": 3}, (1,)),
    ]
    found = graph(Builder((2, 4)), *steps)
    assert [tuple(seen(found, 0, at)) for at in range(5)] == [
        (0, 2),
        (0, 1),
        (0, 2),
        (1, 3),
        (2, 3),
    ]
    assert [check for check in verify(found, name="mirror") if not check.ok] == []
    # As of an endless input: three elements, one further each.
    assert [(f.size, f.jump, f.offset) for f in receptive_field(found)] == [(3, 1, -2)]


def test_an_upsampled_map_meets_its_skip():
    # A decoder as U-Nets have it, of a size that no whole factor reaches: 13 to 7 and back.
    steps = [
        ("conv", {**CONV, "stride": 2}, (0,)),
        ("resize", {"size": (13, 9), "mode": "bilinear"}, (1,)),
        ("concat", {}, (0, 2)),
        ("conv", CONV, (3,)),
        ("pixel_unshuffle", {"factor": 1}, (4,)),
    ]
    found = graph(Builder((6, 13, 9)), *steps)
    assert [check for check in verify(found, name="decoder") if not check.ok] == []


def test_tokens_are_positions_in_a_row():
    # A feature map as tokens, all of which meet, and back.
    steps = [
        ("conv", CONV, (0,)),
        ("reshape", {"shape": (6, -1)}, (1,)),
        ("attention", {"heads": 2}, (2, 2, 2)),
        ("reshape", {"shape": (6, 7, 5)}, (3,)),
        ("conv", CONV, (4,)),
    ]
    found = graph(Builder((6, 7, 5)), *steps)
    assert [check for check in verify(found, name="hybrid") if not check.ok] == []
    assert found.shape(found.outputs[0]) == (6, 7, 5)


def test_a_graph_of_nothing_costs_nothing():
    cost = graph_cost(Builder((3, 5)).graph(0), batch=1, dtype="fp32")
    assert (cost.params, cost.macs, cost.traffic_bytes, cost.intensity) == (0, 0, 0, 0)
