"""int = array for whole operators: many layers at once, as a sweep asks, and each by itself."""

import drawing
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.ops import OPS

MANY = 9
WORDS = ("valid", "half", "same", "same_lower", "full")


@st.composite
def axis(draw, op):
    """One axis of one layer, which need not exist."""
    found = {**draw(drawing.window(1)), "size": draw(st.integers(1, 9))}
    found["padding"] = (draw(st.integers(0, 3)), draw(st.integers(0, 3)))
    if op == "conv_transpose":
        found["output_padding"] = draw(st.integers(0, 3))
    return found


@st.composite
def layers(draw, op):
    """As many layers of the same number of axes, and a padding word for all or none."""
    rank = draw(drawing.RANKS)
    word = draw(st.none() | st.sampled_from(WORDS if op == "conv" else ("valid", "half", "full")))
    one = st.tuples(st.tuples(*[st.integers(1, 6)] * 3), st.booleans(), st.integers(1, 3))
    drawn = [
        (draw(st.lists(axis(op), min_size=rank, max_size=rank)), draw(one)) for _ in range(MANY)
    ]
    return [layer(axes, (*channels, bias, batch), word) for axes, (channels, bias, batch) in drawn]


def layer(axes, whole, word):
    """The arguments of one layer, its input and its batch."""
    in_channels, out_channels, groups, bias, batch = whole
    per_axis = {name: tuple(one[name] for one in axes) for name in axes[0]}
    shape = (in_channels, *per_axis.pop("size"))
    arguments = {**per_axis, "out_channels": out_channels, "groups": groups, "bias": bias}
    return (arguments | {"padding": word} if word else arguments), shape, batch


def stacked(values):
    """One array for each number; words stay words."""
    if isinstance(values[0], tuple):
        return tuple(stacked(column) for column in zip(*values, strict=True))
    return values[0] if isinstance(values[0], str) else np.array(values, np.int64)


def asked(op, arguments, shape, batch):
    """What a sweep asks of an operator: which rules hold, the output, and every number."""
    one = OPS[op].trusted(**arguments).resolved(shape)
    output = one.output(shape)
    numbers = {working.quantity: working.value for working in one.workings((shape,), output, batch)}
    return [rule.holds for rule in one.rules(shape)], output, numbers


@pytest.mark.parametrize("op", ["conv", "conv_transpose"])
@given(data=st.data())
def test_a_layer_is_written_exactly_where_all_rules_hold(op, data):
    (arguments, shape, batch), *_ = data.draw(layers(op))
    holds, output, _ = asked(op, arguments, shape, batch)
    one = OPS[op].trusted(**arguments).resolved(shape)
    assert one.written(shape) == (output if all(holds) else None)


@pytest.mark.parametrize("op", ["conv", "conv_transpose"])
@given(data=st.data())
def test_many_layers_at_once_are_each_by_itself(op, data):
    drawn = data.draw(layers(op))
    arguments = {name: stacked([one[name] for one, _, _ in drawn]) for name in drawn[0][0]}
    shape = stacked([one for _, one, _ in drawn])
    holds, output, numbers = asked(op, arguments, shape, stacked([one for *_, one in drawn]))
    for at, (own, own_shape, own_batch) in enumerate(drawn):
        alone = asked(op, own, own_shape, own_batch)
        assert [bool(rule[at]) for rule in holds] == alone[0]
        if all(alone[0]):  # what cannot exist has no numbers
            assert tuple(int(size[at]) for size in output) == alone[1]
            assert {name: int(value[at]) for name, value in numbers.items()} == alone[2]


# Each with the arguments and inputs of layers of the same number of axes; some cannot exist.
SHAPED = [
    ("resize", [{"size": (7, 3)}, {"size": (1, 9)}], [(2, 5, 4), (6, 3, 3)]),
    ("resize", [{"scale": (2, 3)}, {"scale": (1, 4)}], [(2, 5, 4), (6, 3, 3)]),
    ("adaptive_avgpool", [{"output_size": 7}, {"output_size": 2}], [(2, 5, 4), (6, 3, 3)]),
    ("pad", [{"padding": ((0, 1), (2, 3))}, {"padding": ((4, 0), (0, 2))}], [(2, 5, 4), (6, 3, 3)]),
    ("pixel_shuffle", [{"factor": 2}, {"factor": 3}], [(8, 5, 4), (6, 3, 3)]),
    ("pixel_unshuffle", [{"factor": 2}, {"factor": 3}], [(2, 5, 4), (6, 3, 3)]),
    ("reshape", [{"shape": (4, 10)}, {"shape": (5, 7)}], [(2, 5, 4), (6, 3, 3)]),
    (
        "take",
        [
            {"starts": (0, 1, 2), "steps": (1, 2, 1), "counts": (2, 2, 3)},
            {"starts": (1, 0, 2), "steps": (2, 1, -1), "counts": (3, 3, 3)},
        ],
        [(2, 5, 4), (6, 3, 3)],
    ),
    (
        "product",
        [
            {"shape": (4, 10), "inner": 7, "learned": (3, 5)},
            {"shape": (5, 7), "inner": 2, "learned": (1, 0)},
        ],
        [(2, 5, 4), (6, 3, 3)],
    ),
    (
        "recurrent",
        [
            {"shape": (4, 10), "rows": 8, "inner": 3, "steps": (2, 5)},
            {"shape": (5, 7), "rows": 12, "inner": 4, "steps": (1, 9)},
        ],
        [(2, 5, 4), (6, 3, 3)],
    ),
    (
        "embedding",
        [
            {"num_embeddings": 5, "embedding_dim": 3},
            {"num_embeddings": 7, "embedding_dim": 2},
        ],
        [(2, 5, 4), (6, 3, 3)],
    ),
    (
        "maxpool",
        [
            {"kernel_size": (3, 2), "ceil_mode": 1, "padding": 1},
            {"kernel_size": (2, 3), "ceil_mode": 0, "padding": 0},
        ],
        [(2, 5, 4), (6, 3, 3)],
    ),
]


@pytest.mark.parametrize(("op", "arguments", "inputs"), SHAPED)
def test_shapes_of_many_at_once_are_each_by_itself(op, arguments, inputs):
    both = {name: stacked([one[name] for one in arguments]) for name in arguments[0]}
    holds, output, numbers = asked(op, both, stacked(inputs), 1)
    for at, (own, own_shape) in enumerate(zip(arguments, inputs, strict=True)):
        alone, own_output, own_numbers = asked(op, own, own_shape, 1)
        assert [bool(np.broadcast_to(rule, 2)[at]) for rule in holds] == alone
        if all(alone):
            assert tuple(int(size[at]) for size in output) == own_output
            assert {name: int(value[at]) for name, value in numbers.items()} == own_numbers
