"""What a model answers, held against NumPy: where its file says more than our operators do."""

import numpy as np
import pytest
from building import Making, ops, params

RANDOM = np.random.default_rng(1)
A = RANDOM.standard_normal((3, 5)).astype(np.float32)
B = RANDOM.standard_normal((5, 4)).astype(np.float32)


def gemm(bias=None, **attributes):
    made = Making({"a": (5, 3)})
    added = [] if bias is None else [made.numbers(bias, np.float32)]
    return made, made.op("Gemm", "a", made.numbers(B, np.float32), *added, transA=1, **attributes)


@pytest.mark.parametrize(
    "bias",
    [
        None,
        np.float32(2),
        np.float32([2]),
        np.float32([1, 2, 3, 4]),
        np.float32([[1, 2, 3, 4]]),
        np.float32([[1], [2], [3]]),
        np.arange(12, dtype=np.float32).reshape(3, 4),
    ],
)
def test_a_gemm_adds_its_bias_whatever_its_shape(bias):
    made, name = gemm(bias, alpha=0.5, beta=0.25)
    (found,) = made.ran(name, a=A.T)
    expected = 0.5 * A @ B + (0 if bias is None else 0.25 * bias)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_a_bias_by_feature_is_in_the_layer_and_one_by_row_an_addition():
    made, name = gemm(np.ones(4))
    graph = made.whole(name).graph
    assert (ops(graph), params(graph)) == (["conv"], 5 * 4 + 4)
    made, name = gemm(np.ones((3, 4)))
    graph = made.whole(name).graph
    assert (ops(graph), params(graph)) == (["conv", "elementwise"], 5 * 4 + 3 * 4)


def test_a_gemm_of_two_tensors_with_a_weight_as_its_third():
    made = Making({"a": (3, 5), "b": (4, 5)})
    bias = np.float32([1, 2, 3, 4])
    added = made.numbers(bias, np.float32)
    name = made.op("Gemm", "a", "b", added, transB=1, alpha=2.0, beta=3.0)
    (found,) = made.ran(name, a=A, b=B.T)
    np.testing.assert_allclose(found, 2 * A @ B + 3 * bias, rtol=1e-5, atol=1e-6)
    assert params(made.whole(name).graph) == 4


def test_a_gemm_of_three_tensors():
    made = Making({"a": (3, 5), "b": (5, 4), "c": (3, 4)})
    name = made.op("Gemm", "a", "b", "c", beta=3.0)
    c = np.arange(12, dtype=np.float32).reshape(3, 4)
    (found,) = made.ran(name, a=A, b=B, c=c)
    np.testing.assert_allclose(found, A @ B + 3 * c, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.int64])
def test_whole_numbers_are_divided_as_such(kind):
    """Towards zero; in between they run through an operator of ours."""
    number = {np.int8: 3, np.int32: 6, np.int64: 7}[kind]
    made = Making({"x": (4,)}, kinds={"x": number})
    doubled = made.op("Add", "x", "x")
    name = made.op("Div", doubled, made.numbers([4, 4, 4, 4], kind))
    (found,) = made.ran(name, x=np.array([-3, 3, 5, -5], kind))
    assert found.tolist() == [-1, 1, 2, -2]


def test_a_cast_makes_numbers_whole_or_real():
    made = Making({"x": (3,)})
    cut = made.op("Cast", "x", to=6)
    halved = made.op("Div", cut, made.numbers([2], np.int32))
    real = made.op("Div", made.op("Cast", cut, to=1), made.numbers([2], np.float32))
    found = made.ran(cut, halved, real, x=np.float32([2.7, -2.7, 3.2]))
    assert [one.tolist() for one in found] == [[2, -2, 3], [1, -1, 1], [1, -1, 1.5]]


def test_a_tensor_whose_last_axis_is_one_long_is_read_as_it_lies():
    """What the graph has as an axis of 1 may be none of the model's: 3x4x1, seen as 4x3."""
    made = Making({"x": (3, 4, 1)})
    less = made.op("Squeeze", "x", made.numbers([2]))
    name = made.op("Exp", made.op("Transpose", less, perm=[1, 0]))
    x = RANDOM.standard_normal((3, 4, 1)).astype(np.float32)
    (found,) = made.ran(name, x=x)
    np.testing.assert_allclose(found, np.exp(x[:, :, 0].T), rtol=1e-6)
