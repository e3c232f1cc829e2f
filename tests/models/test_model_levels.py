"""Models in whole numbers as they run, by hand: a number is (level − level of 0) · scale."""

import numpy as np
import pytest
from building import Making, macs, ops, params

from convcalc.errors import InputError
from convcalc.verify.model import model_of
from convcalc.verify.run import verify_network

RUNTIME = {"domain": "com.microsoft"}
UINT8, INT8, INT32 = np.uint8, np.int8, np.int32


def ran(made, *names, **given):
    """The answers, flat; what was predicted of the run was measured."""
    found = made.whole(*names)
    checks = verify_network(found.graph, name="made", model=model_of(found.execution))
    assert [one for one in checks if not one.ok] == []
    return [one.reshape(-1).tolist() for one in made.ran(*names, **given)]


def scaled(made, scale, zero, kind=UINT8):
    return made.numbers(scale, np.float32), made.numbers(zero, kind)


@pytest.mark.parametrize(
    ("bias", "expected"),
    [
        # 1, 1.5 and −8 times 4, in halves beyond 10; padding is 0, of which the level is 10
        ([], [10, 18, 22, 0, 10]),
        ([5], [20, 28, 32, 0, 20]),  # a bias is in steps of both scales, 0.5 · 2
    ],
)
def test_a_convolution_of_levels(bias, expected):
    made = Making({"x": (1, 1, 3)}, kinds={"x": 2})
    weight = made.numbers([[[3]]], UINT8)
    stored = [made.numbers(bias, INT32)] if bias else []
    read, known, written = [scaled(made, *one) for one in ((0.5, 128), (2.0, 1), (0.5, 10))]
    y = made.op("QLinearConv", "x", *read, weight, *known, *written, *stored, pads=[1, 1])
    x = np.array([[[130, 131, 112]]], UINT8)
    assert ran(made, y, x=x) == [expected]
    assert params(made.whole(y).graph) == 1 + len(bias)


def test_each_filter_has_its_scale_and_half_a_level_goes_to_the_even_one():
    """1 · 2.5 and 1 · 3.5 in steps of 1."""
    made = Making({"x": (1, 1, 1)}, kinds={"x": 2})
    weight, scales = made.numbers([[[1]], [[1]]], INT8), made.numbers([2.5, 3.5], np.float32)
    zeros = made.numbers([0, 0], INT8)
    operands = [*scaled(made, 1.0, 0), weight, scales, zeros, *scaled(made, 1.0, 0)]
    y = made.op("QLinearConv", "x", *operands)
    assert ran(made, y, x=np.array([[[1]]], UINT8)) == [[2, 4]]


def test_a_product_of_levels_stays_within_them():
    made = Making({"a": (1, 2)}, kinds={"a": 2})
    weight = made.numbers([[10, -10], [10, 10]], INT8)
    operands = [*scaled(made, 1.0, 0), weight, *scaled(made, 1.0, 0, INT8), *scaled(made, 1.0, 100)]
    y = made.op("QLinearMatMul", "a", *operands)
    assert ran(made, y, a=np.array([[20, 2]], UINT8)) == [[255, 0]]  # of 320 and −80


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_quantized_as_it_runs(whole):
    """From −1 to 254 a step is 1 and the level of 0 is 1; products are as of the numbers."""
    made = Making({"x": (1, 3)})
    levels, scale, zero = made.op("DynamicQuantizeLinear", "x", outputs=3)
    weight, point = made.numbers([[1], [2], [3]], INT8), made.numbers(0, INT8)
    if whole:
        sums = made.op("MatMulInteger", levels, weight, zero, point)
        y = made.op("Mul", made.op("Cast", sums, to=1), scale)
    else:
        known = made.numbers(1.0, np.float32)
        operands = [levels, weight, scale, known, zero, point]
        y = made.op("MatMulIntegerToFloat", *operands, **RUNTIME)
    x = np.array([[-1, 0, 254]], np.float32)
    assert ran(made, y, x=x) == [[-1 + 0 + 762]]
    assert macs(made.whole(y).graph) == 3


def test_levels_that_a_model_answers_with_stay_levels():
    made = Making({"x": (1, 3)})
    levels, _, zero = made.op("DynamicQuantizeLinear", "x", outputs=3)
    sums = made.op("MatMulInteger", levels, made.numbers([[1], [2], [3]], INT8), zero)
    x = np.array([[-1, 0, 254]], np.float32)
    with pytest.raises(InputError, match="with a scale that is known only while it runs"):
        made.ran(levels, sums, x=x)
    assert ran(made, sums, x=x) == [[-1 + 0 + 762]]


def test_levels_that_others_read_too_stay_levels():
    """The same, and 1 beside it: the level of 0."""
    made = Making({"x": (1, 2)})
    levels, _, zero = made.op("DynamicQuantizeLinear", "x", outputs=3)
    y = made.op("Cast", levels, to=1)
    assert ran(made, y, zero, x=np.array([[-1, 254]], np.float32)) == [[0, 255], [1]]


# Levels of 1 and 2, and of 0 and 3; what is written is in halves beyond 1.
A, B = np.array([[[14, 18]]], UINT8), np.array([[[20, 26]]], UINT8)


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("QLinearAdd", [3, 11]),
        ("QLinearMul", [1, 13]),
        ("QLinearConcat", [3, 5, 1, 7]),
        ("QLinearWhere", [3, 7]),
        ("QLinearGlobalAveragePool", [4]),
        ("QLinearLeakyRelu", [3, 5]),
    ],
)
def test_functions_of_levels(op, expected):
    made = Making({"a": A.shape, "b": B.shape}, kinds={"a": 2, "b": 2})
    read = ["a", *scaled(made, 0.25, 10), "b", *scaled(made, 0.5, 20)]
    written = scaled(made, 0.5, 1)
    which = [made.numbers([[[True, False]]], np.bool_)] if op == "QLinearWhere" else []
    operands = {
        "QLinearConcat": [*written, *read],
        "QLinearAdd": [*read, *written],
        "QLinearMul": [*read, *written],
        "QLinearWhere": [*which, *read, *written],
    }.get(op, [*read[:3], *written])
    attributes = {"axis": 2} if op == "QLinearConcat" else {}
    y = made.op(op, *operands, **RUNTIME, **attributes)
    assert ran(made, y, a=A, b=B) == [expected]


def test_a_pool_of_levels_is_one_of_ours():
    made = Making({"x": (1, 2, 3, 4)}, kinds={"x": 2})
    operands = ["x", *scaled(made, 0.5, 4), *scaled(made, 1.0, 0)]
    pooled = made.op("QLinearAveragePool", *operands, kernel_shape=[3, 4], **RUNTIME)
    whole = made.op("QLinearGlobalAveragePool", *operands, **RUNTIME)
    x = np.arange(24, dtype=UINT8).reshape(1, 2, 3, 4)
    found = made.whole(pooled, whole)
    assert sorted(ops(found.graph)) == ["avgpool", "gap"]
    # Means of 0 to 11 and of 12 to 23, less 4, halved: 0.75 and 6.75.
    assert ran(made, pooled, whole, x=x) == [[1, 7], [1, 7]]


def test_what_is_stored_is_quantized_in_the_type_of_its_level_of_0():
    made = Making({"x": (1, 2)})
    scaling = scaled(made, 0.5, 0, INT8)
    levels = made.op("QuantizeLinear", made.numbers([-1.0, 0.7], np.float32), *scaling)
    y = made.op("Add", "x", made.op("DequantizeLinear", levels, *scaling))
    assert ran(made, y, x=np.array([[10, 20]], np.float32)) == [[9, 20.5]]
