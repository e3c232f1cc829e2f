"""Norms that are written out in parts, as they run: by hand."""

import numpy as np
import pytest
from building import Making, ops

ROW = np.array([[[1.0, 3.0], [5.0, 5.0]]], np.float32)  # −1 and 1 of deviation 1, and none at all


def normed(made, scale, shift, eps):
    centred = made.op("Sub", "x", made.op("ReduceMean", "x", axes=[-1]))
    square = made.op("Pow", centred, made.numbers(2.0, np.float32))
    variance = made.op("Add", made.op("ReduceMean", square, axes=[-1]), eps)
    scaled = made.op("Mul", made.op("Div", centred, made.op("Sqrt", variance)), scale)
    return made.op("Add", scaled, shift)


@pytest.mark.parametrize("eps", [3.0, 0.5625])
def test_a_norm_in_parts_keeps_its_epsilon_and_its_scale_and_shift(eps):
    """Roots of 1 + 3 and of 1 + 0.5625."""
    made = Making({"x": ROW.shape})
    scale, shift, added = [made.numbers(one, np.float32) for one in ([8.0, 20.0], [1.0, 2.0], eps)]
    y = normed(made, scale, shift, added)
    assert ops(made.whole(y).graph) == ["movement"]
    (found,) = made.ran(y, x=ROW)
    root = (1 + eps) ** 0.5
    assert found.reshape(-1) == pytest.approx([1 - 8 / root, 2 + 20 / root, 1, 2])


def test_one_whose_epsilon_is_computed_stays_in_parts():
    made = Making({"x": ROW.shape, "eps": (1,)})
    scale, shift = [made.numbers(one, np.float32) for one in ([8.0, 20.0], [1.0, 2.0])]
    y = normed(made, scale, shift, "eps")
    assert len(ops(made.whole(y).graph)) > 5
    assert made.ran(y, x=ROW, eps=np.float32([3.0]))[0].tolist() == [[[-3, 12], [1, 2]]]


def test_a_scale_for_each_row_is_none_of_the_channels_that_are_normed():
    made = Making({"x": ROW.shape})
    scale, shift = [made.numbers(one, np.float32) for one in ([[8.0], [4.0]], [[1.0], [2.0]])]
    y = normed(made, scale, shift, made.numbers(3.0, np.float32))
    assert made.ran(y, x=ROW)[0].tolist() == [[[-3, 5], [2, 2]]]
