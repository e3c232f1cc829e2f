"""Arithmetic on shapes: what is known before a model runs is computed.

The shapes of reshape, resize and expand are chains of such operators in most exports.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import prod
from typing import TypeAlias

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.constants import cast
from convcalc.network.onnx.model import Dims, Tensor
from convcalc.network.onnx.shapes import (
    REARRANGED,
    axis_of,
    broadcast,
    joined,
    runs,
    split_sizes,
    transposed,
)
from convcalc.network.onnx.small import MOST, Number, Numbers, one_after_another, together
from convcalc.network.onnx.values import Constant

_LARGEST_POWER = 64
_Compute: TypeAlias = Callable[[Call, list[Numbers]], Numbers | list[Numbers]]


def folded(call: Call) -> tuple[Constant, ...] | None:
    """The outputs of an operator on constants, in numbers; none where they are not known or many.

    Raises NotCountedError where the numbers do not fit the operator.
    """
    compute = _TABLE.get(call.node.op)
    given = [one.numbers for one in call.constants]
    known = [one for one in given if one is not None]
    if compute is None or len(known) < len(given) or _size(call) > MOST:
        return None
    try:
        made = compute(call, known)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise NotCountedError(f"its numbers do not fit: {error}") from None
    arrays = made if isinstance(made, list) else [made]
    return tuple([Constant(one.dims, made=one, sources=call.made_of) for one in arrays])


def _size(call: Call) -> int:
    """How many numbers it makes, where inputs alone do not tell."""
    dims = [one.dims for one in call.constants]
    rearranged = REARRANGED.get(call.node.op)
    if rearranged and dims:
        return prod(rearranged(call, dims[0]))
    if call.node.op in _FUNCTIONS:
        return prod(broadcast(*dims))
    numbers = [one.numbers for one in call.constants]
    if call.node.op == "Range":
        return range_count(*[one.only for one in numbers if one is not None])
    if call.node.op == "ConstantOfShape":
        return prod(call.integers("", 0) or ())
    return sum(map(prod, dims))


def _constant_of_shape(call: Call, x: list[Numbers]) -> Numbers:
    value = call.node.attributes.get("value")
    filling = Constant.of(value).numbers if isinstance(value, Tensor) else None
    one = filling.only if filling else 0.0
    dims = x[0].integers
    return Numbers.of([one] * prod(dims), dims)


def _range(_: Call, x: list[Numbers]) -> Numbers:
    start, limit, delta = [one.only for one in x]
    count = range_count(start, limit, delta)
    return Numbers(tuple([start + at * delta for at in range(count)]), (count,))


def range_count(start: Number, limit: Number, delta: Number) -> int:
    """How many numbers a range has.

    >>> range_count(0, 7, 2), range_count(0, 7, -1)
    (4, 0)
    """
    return max(math.ceil((limit - start) / delta), 0)


def _div(one: Number, other: Number) -> Number:
    """Whole numbers are cut towards zero."""
    if isinstance(one, float) or isinstance(other, float):
        return one / other
    return abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)


def _power(one: Number, other: Number) -> Number:
    """Bounded, so that no number grows without end."""
    return one**other if abs(other) < _LARGEST_POWER else math.inf


def _cast(call: Call, x: list[Numbers]) -> Numbers:
    to = call.number("to", 1)
    return Numbers(tuple([cast(one, to) for one in x[0].values]), x[0].dims)


def _reduced(function: Callable[[Sequence[Number]], Number]) -> _Compute:
    def compute(call: Call, x: list[Numbers]) -> Numbers:
        dims = x[0].dims
        listed = call.integers("axes", 1)
        axes = {axis % len(dims) for axis in listed} if listed else set(range(len(dims)))
        kept = [1 if axis in axes else size for axis, size in enumerate(dims)]
        if not call.number("keepdims", 1):
            kept = [size for axis, size in enumerate(dims) if axis not in axes]
        return Numbers.of(map(function, x[0].rows(axes)), tuple(kept))

    return compute


def _mean(values: Sequence[Number]) -> Number:
    return sum(values) / len(values)


def _gathered(call: Call, x: list[Numbers]) -> Numbers:
    data, indices = x
    axis = axis_of(call, data.dims)
    places: list[Sequence[int]] = [*data.all_places()]
    size = data.dims[axis]
    places[axis] = [range(size)[at] for at in indices.integers]
    dims = (*data.dims[:axis], *indices.dims, *data.dims[axis + 1 :])
    return Numbers.of(data.picked(places).values, dims)


def _split(call: Call, x: list[Numbers]) -> list[Numbers]:
    axis = axis_of(call, x[0].dims)
    sizes = split_sizes(call, x[0].dims[axis])
    found = []
    for end, size in zip(accumulate(sizes), sizes, strict=True):
        places = x[0].all_places()
        places[axis] = range(end - size, end)
        found.append(x[0].picked(places))
    return found


def _tiled(call: Call, x: list[Numbers]) -> Numbers:
    dims = REARRANGED["Tile"](call, x[0].dims)
    places = [[at % size for at in range(to)] for size, to in zip(x[0].dims, dims, strict=True)]
    return x[0].picked(places)


def _transposed(call: Call, x: list[Numbers]) -> Numbers:
    return x[0].picked(x[0].all_places(), transposed(call, x[0].dims))


def _joined(call: Call, x: list[Numbers]) -> Numbers:
    axis = axis_of(call, x[0].dims)
    return one_after_another(axis, joined(axis, [one.dims for one in x]), x)


def _rearranged(call: Call, x: list[Numbers]) -> Numbers:
    return Numbers.of(x[0].values, _dims(call, x))


def _dims(call: Call, x: list[Numbers]) -> Dims:
    return REARRANGED[call.node.op](call, x[0].dims)


def _each(function: Callable[..., Number]) -> _Compute:
    return lambda _, x: together(function, broadcast(*[one.dims for one in x]), x)


# Of numbers in one place.
_FUNCTIONS: dict[str, Callable[..., Number]] = {
    "Add": operator.add, "Sub": operator.sub, "Mul": operator.mul, "Div": _div,
    "Mod": operator.mod, "Pow": _power,
    "Neg": operator.neg, "Abs": abs, "Sqrt": math.sqrt, "Floor": lambda one: float(math.floor(one)),
    "Ceil": lambda one: float(math.ceil(one)), "Round": lambda one: float(round(one)),
    "Sign": lambda one: (one > 0) - (one < 0), "Not": operator.not_, "Equal": operator.eq,
    "Less": operator.lt, "Greater": operator.gt, "LessOrEqual": operator.le,
    "GreaterOrEqual": operator.ge, "And": lambda one, other: bool(one and other),
    "Or": lambda one, other: bool(one or other), "Where": lambda which, a, b: a if which else b,
    "Min": lambda *all_: min(all_), "Max": lambda *all_: max(all_), "Sum": lambda *all_: sum(all_),
    "Identity": lambda one: one,
}  # fmt: skip
_TABLE: dict[str, _Compute] = {
    **{name: _each(function) for name, function in _FUNCTIONS.items()},
    "Cast": _cast,
    "ConstantOfShape": _constant_of_shape,
    "Range": _range,
    "Concat": _joined,
    "Gather": _gathered,
    "Slice": lambda call, x: x[0].picked(runs(call, x[0].dims)),
    "Split": _split,
    "Transpose": _transposed,
    "Tile": _tiled,
    "Expand": lambda call, x: x[0].spread(_dims(call, x)),
    **dict.fromkeys(("Reshape", "Flatten", "Squeeze", "Unsqueeze"), _rearranged),
    "ReduceProd": _reduced(prod),
    "ReduceSum": _reduced(sum),
    "ReduceMin": _reduced(min),
    "ReduceMax": _reduced(max),
    "ReduceMean": _reduced(_mean),
}
