"""Arithmetic on shapes: what is known before a model runs is computed, in small arrays.

The shapes of reshape, resize and expand are chains of such operators in most exports.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, TypeAlias

import numpy as np

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.constants import MOST, kind
from convcalc.network.onnx.model import Tensor
from convcalc.network.onnx.shapes import (
    REARRANGED,
    axis_of,
    broadcast,
    runs,
    split_sizes,
    transposed,
)
from convcalc.network.onnx.values import Constant

Numbers: TypeAlias = np.ndarray[Any, Any]
_Made: TypeAlias = Numbers | list[Numbers]


def folded(call: Call) -> tuple[Constant, ...] | None:
    """The outputs of an operator on constants, in numbers; none where they are not known or many.

    Raises NotCountedError where the numbers do not fit the operator.
    """
    compute = _TABLE.get(call.node.op)
    values = [one.numbers if isinstance(one, Constant) else None for one in call.inputs]
    given = [value for one, value in zip(call.inputs, values, strict=True) if one is not None]
    if compute is None or any(one is None for one in given) or _size(call) > MOST:
        return None
    try:
        with np.errstate(all="ignore"):
            made = compute(call, [np.asarray(one) for one in given])
    except (ValueError, IndexError, TypeError, OverflowError, ZeroDivisionError) as error:
        raise NotCountedError(f"its numbers do not fit: {error}") from None
    arrays = made if isinstance(made, list) else [made]
    sources = tuple([source for one in call.constants for source in one.sources])
    return tuple([Constant(one.shape, made=one, sources=sources) for one in arrays])


def _size(call: Call) -> int:
    """How many numbers it makes, where inputs alone do not tell."""
    dims = [one.dims for one in call.constants]
    rearranged = REARRANGED.get(call.node.op)
    if rearranged and dims:
        return prod(rearranged(call, dims[0]))
    if call.node.op in _ELEMENTWISE:
        return prod(broadcast(*dims))
    if call.node.op == "ConstantOfShape":
        return prod([max(one, 0) for one in call.integers("", 0) or ()])
    return sum(map(prod, dims))


def _constant_of_shape(call: Call, x: list[Numbers]) -> Numbers:
    value = call.node.attributes.get("value")
    fill: Any = np.float32(0)
    if isinstance(value, Tensor):
        numbers = Constant.of(value).numbers
        fill = np.float32(0) if numbers is None else numbers.reshape(-1)[0]
    return np.full(tuple(x[0].tolist()), fill)


def _range(_: Call, x: list[Numbers]) -> Numbers:
    start, limit, delta = [one.reshape(-1)[0] for one in x]
    if delta == 0 or (limit - start) / delta > MOST:
        raise ValueError(f"a range from {start} to {limit} in steps of {delta}")
    return np.arange(start, limit, delta, dtype=x[0].dtype)


def _div(_: Call, x: list[Numbers]) -> Numbers:
    """Whole numbers are cut towards zero."""
    if x[0].dtype.kind not in "iu":
        return np.asarray(x[0] / x[1])
    if not x[1].all():
        raise ValueError("a division by zero")
    found = np.abs(x[0]) // np.abs(x[1]) * np.sign(x[0]) * np.sign(x[1])
    return np.asarray(found, x[0].dtype)


def _cast(call: Call, x: list[Numbers]) -> Numbers:
    return x[0].astype(kind(call.number("to", 1)))


def _reduced(function: Callable[..., Any]) -> Callable[[Call, list[Numbers]], Numbers]:
    def compute(call: Call, x: list[Numbers]) -> Numbers:
        axes = call.integers("axes", 1)
        over = tuple(axes) if axes else None
        return np.asarray(function(x[0], axis=over, keepdims=bool(call.number("keepdims", 1))))

    return compute


def _gathered(call: Call, x: list[Numbers]) -> Numbers:
    return np.asarray(np.take(x[0], x[1].astype(np.int64), axis=axis_of(call, x[0].shape)))


def _split(call: Call, x: list[Numbers]) -> list[Numbers]:
    axis = axis_of(call, x[0].shape)
    ends = np.cumsum(split_sizes(call, x[0].shape[axis]))[:-1]
    return list(np.split(x[0], ends, axis=axis))


def _sliced(call: Call, x: list[Numbers]) -> Numbers:
    taken = [np.asarray(one, np.int64) for one in runs(call, x[0].shape)]
    return x[0][np.ix_(*taken)] if taken else x[0]


def _rearranged(call: Call, x: list[Numbers]) -> Numbers:
    return x[0].reshape(REARRANGED[call.node.op](call, x[0].shape))


def _each(function: Callable[..., Any]) -> Callable[[Call, list[Numbers]], Numbers]:
    return lambda _, x: np.asarray(function(*x))


def _all(function: Callable[..., Any]) -> Callable[[Call, list[Numbers]], Numbers]:
    def compute(_: Call, x: list[Numbers]) -> Numbers:
        found = x[0]
        for one in x[1:]:
            found = function(found, one)
        return np.asarray(found)

    return compute


_ELEMENTWISE: dict[str, Callable[[Call, list[Numbers]], _Made]] = {
    "Add": _each(np.add), "Sub": _each(np.subtract), "Mul": _each(np.multiply), "Div": _div,
    "Mod": _each(np.mod), "Pow": _each(np.power), "Neg": _each(np.negative), "Abs": _each(np.abs),
    "Sqrt": _each(np.sqrt), "Floor": _each(np.floor), "Ceil": _each(np.ceil),
    "Round": _each(np.round), "Sign": _each(np.sign), "Not": _each(np.logical_not),
    "Equal": _each(np.equal), "Less": _each(np.less), "Greater": _each(np.greater),
    "LessOrEqual": _each(np.less_equal), "GreaterOrEqual": _each(np.greater_equal),
    "And": _each(np.logical_and), "Or": _each(np.logical_or), "Where": _each(np.where),
    "Min": _all(np.minimum), "Max": _all(np.maximum), "Sum": _all(np.add),
    "Identity": _each(np.asarray), "Cast": _cast,
}  # fmt: skip
_TABLE: dict[str, Callable[[Call, list[Numbers]], _Made]] = {
    **_ELEMENTWISE,
    "ConstantOfShape": _constant_of_shape,
    "Range": _range,
    "Concat": lambda call, x: np.concatenate(x, axis=call.number("axis")),
    "Gather": _gathered,
    "Slice": _sliced,
    "Split": _split,
    "Transpose": lambda call, x: x[0].transpose(transposed(call, x[0].shape)),
    "Tile": lambda _, x: np.tile(x[0], x[1]),
    "Expand": lambda call, x: np.broadcast_to(
        x[0], broadcast(x[0].shape, tuple(call.integers("shape", 1) or ()))
    ).copy(),
    **dict.fromkeys(("Reshape", "Flatten", "Squeeze", "Unsqueeze"), _rearranged),
    "ReduceProd": _reduced(np.prod),
    "ReduceSum": _reduced(np.sum),
    "ReduceMin": _reduced(np.min),
    "ReduceMax": _reduced(np.max),
    "ReduceMean": _reduced(np.mean),
}
