"""Convolutions of which a tap is moved, or a weight computed, as they run: by hand."""

import numpy as np
import pytest
from building import Making, macs, ops

from convcalc.verify.model import model_of
from convcalc.verify.run import verify_network

X = np.array([[[[0.0, 2.0, 4.0], [10.0, 12.0, 14.0]]]], np.float32)


def ran(made, name, **given):
    """The answer, flat; what was predicted of the run was measured."""
    found = made.whole(name)
    checks = verify_network(found.graph, name="made", model=model_of(found.execution))
    assert [one for one in checks if not one.ok] == []
    return made.ran(name, **given)[0].reshape(-1).tolist()


def moved(down, right):
    """One tap for every element, moved by as much each."""
    return np.stack([np.full((2, 3), one, np.float32) for one in (down, right)])[None]


@pytest.mark.parametrize(
    ("offsets", "expected"),
    [
        (moved(0, 0), [0, 2, 4, 10, 12, 14]),
        (moved(0, 1), [2, 4, 0, 12, 14, 0]),  # outside is nothing
        (moved(0.5, 0), [5, 7, 9, 5, 6, 7]),  # below the last row is nothing, and half of it
        (moved(0.5, 0.25), [5.5, 7.5, 6.75, 5.25, 6.25, 5.25]),
    ],
)
def test_a_tap_between_elements_reads_what_is_around_it(offsets, expected):
    made = Making({"x": X.shape, "offsets": offsets.shape}, opset=19)
    y = made.op("DeformConv", "x", made.numbers([[[[1]]]], np.float32), "offsets")
    assert ran(made, y, x=X, offsets=offsets) == expected
    assert macs(made.whole(y).graph) == 6


def test_a_mask_and_a_bias():
    made = Making({"x": X.shape, "offsets": (1, 2, 2, 3), "mask": (1, 1, 2, 3)}, opset=19)
    weight, bias = made.numbers([[[[3]]]], np.float32), made.numbers([1], np.float32)
    y = made.op("DeformConv", "x", weight, "offsets", bias, "mask")
    mask = np.array([[[[1, 0.5, 0], [0, 0, 1]]]], np.float32)
    found = ran(made, y, x=X, offsets=moved(0, 0), mask=mask)
    assert found == [1, 4, 1, 1, 1, 43]


@pytest.mark.parametrize("computed", ["w", "b"])
def test_a_weight_or_a_bias_that_is_computed(computed):
    """2·x beside −1·x of the element before, and 5."""
    weight, bias = np.array([[[[-1.0, 2.0]]]], np.float32), np.array([5.0], np.float32)
    given = {"x": X} | ({"w": weight} if computed == "w" else {"b": bias})
    made = Making({name: one.shape for name, one in given.items()})
    operands = [
        "w" if computed == "w" else made.numbers(weight, np.float32),
        "b" if computed == "b" else made.numbers(bias, np.float32),
    ]
    y = made.op("Conv", "x", *operands, pads=[0, 1, 0, 0])
    assert ran(made, y, **given) == [5, 9, 11, 25, 19, 21]
    assert macs(made.whole(y).graph) == 6 * 2


def test_one_operator_of_onnx_runtime_is_the_three_that_it_was():
    """FusedConv: 2·x, and x again, not below 3 and not above 20."""
    made = Making({"x": X.shape})
    told = {"domain": "com.microsoft", "activation": "Clip", "activation_params": [3.0, 20.0]}
    y = made.op("FusedConv", "x", made.numbers([[[[2]]]], np.float32), "", "x", **told)
    assert ran(made, y, x=X) == [3, 6, 12, 20, 20, 20]
    assert ops(made.whole(y).graph) == ["conv", "add", "hardtanh"]


def test_channels_that_are_turned_around_along_positions_are_no_part_of_channels():
    made = Making({"x": (1, 3, 4, 5)})
    starts, ends, steps = [made.numbers([one]) for one in (-1, -(2**63), -1)]
    graph = made.graph(made.op("Slice", "x", starts, ends, made.numbers([3]), steps))
    assert ops(graph) == ["take"]
