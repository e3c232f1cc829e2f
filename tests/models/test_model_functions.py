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


def answer(name, x, *stored, opset=19, **attributes):
    """What a model of one operator says to an array, its other inputs stored; and its graph."""
    made = Making({"x": x.shape}, opset)
    others = ["" if one is None else made.numbers(one, one.dtype) for one in stored]
    called = made.op(name, "x", *others, **attributes)
    return made.ran(called, x=x)[0], made.whole(called).graph


LINE = np.float32([0, 1, 2, 3]).reshape(1, 1, 1, 4)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, [0, 0, 1, 1, 2, 2, 3, 3]),
        ({"coordinate_transformation_mode": "asymmetric", "nearest_mode": "ceil"},
         [0, 1, 1, 2, 2, 3, 3, 3]),
        ({"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"},
         [0, 0, 1, 1, 2, 2, 3, 3]),
        ({"mode": "linear"}, [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3]),
        ({"mode": "linear", "coordinate_transformation_mode": "asymmetric"},
         [0, 0.5, 1, 1.5, 2, 2.5, 3, 3]),
    ],
)  # fmt: skip
def test_a_resize_costs_as_ours_and_runs_as_the_file_says(attributes, expected):
    """At (o + ½)/2 − ½, or at o/2; scales are numbers of floating point that nobody trains."""
    scales = np.float32([1, 1, 1, 2])
    found, graph = answer("Resize", LINE, None, scales, **attributes)
    assert found.ravel().tolist() == expected
    assert (ops(graph), params(graph)) == (["resize"], 0)


def test_a_cubic_has_no_params_either():
    scales = np.float32([1, 1, 1, 2])
    found, graph = answer("Resize", LINE, None, scales, mode="cubic")
    assert (found.shape, params(graph)) == ((1, 1, 1, 8), 0)


def test_a_part_that_is_cut_out_is_as_large_as_the_whole():
    """From the middle of four to the last: at 1½, 2, 2½ and 3."""
    region = np.float32([0, 0, 0, 0.5, 1, 1, 1, 1])
    found, graph = answer(
        "Resize", LINE, region, None, np.int64([1, 1, 1, 4]), mode="linear",
        coordinate_transformation_mode="tf_crop_and_resize",
    )  # fmt: skip
    assert (found.ravel().tolist(), ops(graph)) == ([1.5, 2, 2.5, 3], ["resize"])
    found, graph = answer("Resize", LINE, None, None, np.int64([1, 1, 1, 4]), mode="linear")
    assert (found.ravel().tolist(), ops(graph)) == ([0, 1, 2, 3], [])


def test_channels_become_positions_as_the_file_says():
    """ONNX: blocks before channels, unless it says CRD; ours is CRD."""
    x = np.arange(8, dtype=np.float32).reshape(1, 8, 1, 1)
    for mode, expected in (("DCR", [0, 2, 4, 6]), ("CRD", [0, 1, 2, 3])):
        found, graph = answer("DepthToSpace", x, blocksize=2, mode=mode)
        assert found[0, 0].ravel().tolist() == expected
        assert ops(graph) == ["pixel_shuffle"]
    back, graph = answer("SpaceToDepth", np.arange(4, dtype=np.float32).reshape(1, 1, 2, 2),
                         blocksize=2)  # fmt: skip
    assert (back.ravel().tolist(), ops(graph)) == ([0, 1, 2, 3], ["pixel_unshuffle"])


def test_a_pad_is_filled_as_the_file_says():
    pads = np.int64([0, 0, 0, 1, 0, 0, 0, 0])
    for filling, expected in ((None, 0), (np.float32(7), 7), (np.float32(0), 0)):
        found, graph = answer("Pad", LINE, pads, filling)
        assert found.ravel().tolist() == [expected, 0, 1, 2, 3]
        assert ops(graph) == ["pad"]


def test_constants_of_activations_are_those_of_the_file():
    found, graph = answer("Selu", -LINE, alpha=1.0, gamma=2.0)
    np.testing.assert_allclose(found, 2 * np.expm1(-LINE), rtol=1e-6)
    assert ops(graph) == ["selu"]
    found, graph = answer("Swish", LINE, alpha=2.0, opset=24)
    np.testing.assert_allclose(found, LINE / (1 + np.exp(-2 * LINE)), rtol=1e-6)
    assert ops(graph) == ["silu"]
    found, graph = answer("HardSigmoid", LINE, alpha=1 / 6, beta=0.25)
    np.testing.assert_allclose(found, np.clip(LINE / 6 + 0.25, 0, 1), rtol=1e-6)
    assert ops(graph) == ["elementwise"]


def test_a_softmax_of_before_opset_13_is_over_all_that_comes_after():
    """Three channels of two positions, all numbers equal: 1/6 of them, since then 1/3."""
    x = np.zeros((1, 3, 2, 1), np.float32)
    for opset, share in ((11, 1 / 6), (13, 1 / 3)):
        found, graph = answer("Softmax", x, opset=opset, axis=1)
        np.testing.assert_allclose(found, share, rtol=1e-6)
        assert ops(graph) == ["softmax"]


def test_a_response_norm_has_the_constants_of_the_file():
    """One channel of 2: 2 / (1 + 3/size · 4)^½, for a size of 3 and, as a function, of 2."""
    x = np.full((1, 1, 1, 1), 2, np.float32)
    for size in (3, 2):
        found, graph = answer("LRN", x, size=size, alpha=3.0, beta=0.5, bias=1.0)
        assert found.item() == pytest.approx(2 / (1 + 12 / size) ** 0.5)
        assert ops(graph) == ["lrn"]


def test_a_batch_norm_in_training_takes_its_own_statistics():
    """(0 … 3 − 1.5) / √1.25 · 2 + 1, whatever is stored; scale and shift are its params."""
    stored = [np.float32([one]) for one in (2, 1, 9, 9)]
    made = Making({"x": LINE.shape}, 15)
    names = [made.numbers(one, one.dtype) for one in stored]
    called = made.op("BatchNormalization", "x", *names, outputs=3, training_mode=1, epsilon=0.0)
    (found,) = made.ran(called[0], x=LINE)
    np.testing.assert_allclose(found, (LINE - 1.5) / 1.25**0.5 * 2 + 1, rtol=1e-6)
    assert ops(made.whole(called[0]).graph) == ["bn"]


def test_a_bound_that_is_known_late_bounds():
    """Clip between 0, which is stored, and a tensor."""
    made = Making({"x": (4,), "most": ()})
    called = made.op("Clip", "x", made.numbers(0.0, np.float32), "most")
    (found,) = made.ran(called, x=np.float32([-1, 0, 1, 2]), most=np.float32(1.5))
    assert found.tolist() == [0, 0, 1, 1.5]


def test_an_einsum_that_says_no_letters_sums_all():
    made = Making({"a": (3, 5), "b": (5, 4)})
    called = made.op("Einsum", "a", "b", equation="ij,jk->")
    (found,) = made.ran(called, a=A, b=B)
    assert found.item() == pytest.approx((A @ B).sum(), rel=1e-5)


def test_a_product_that_a_model_answers_with_is_without_what_is_added_to_it():
    made = Making({"a": (3, 5)})
    product = made.op("MatMul", "a", made.numbers(B, np.float32))
    total = made.op("Add", product, made.numbers([1, 2, 3, 4], np.float32))
    found = made.ran(product, total, a=A)
    np.testing.assert_allclose(found[0], A @ B, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(found[1], A @ B + [1, 2, 3, 4], rtol=1e-5, atol=1e-6)
