"""Functions of elements that stand in the same place when all operands are spread."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from math import prod
from typing import TypeAlias

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.elementwise import BLOCK
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape
from convcalc.executor.meter import Meter
from convcalc.executor.tiles import boxes

Pointwise: TypeAlias = Callable[..., AnyArray]  # (call, *arrays)
Plain: TypeAlias = Callable[..., float]  # (call, *numbers)


def spread(call: Call) -> Shape:
    """The shape to which all operands are spread."""
    return np.broadcast_shapes(*call.every)


def pointwise(function: Pointwise, plain: Plain | None = None, *, exact: bool = False) -> Function:
    """A function of numbers: of arrays, and by its definition of single ones.

    Where no definition is given, it is the function itself, of numbers in float64. One that is
    `exact` errs as its result does, and not as what it is given.
    """
    element = partial(_element, function) if plain is None else partial(_defined, plain, exact)
    return Function(spread, partial(in_boxes, function), element, room=0)


def in_boxes(function: Pointwise, call: Call, arrays: Arrays, _meter: Meter) -> AnyArray:
    """What a function makes of arrays that are spread, so that what is between is small."""
    given = np.broadcast_arrays(*[one for one in arrays if one is not None])
    shape = given[0].shape
    found: AnyArray | None = None
    for box in boxes(shape, BLOCK) if prod(shape) > BLOCK else [...]:
        with np.errstate(all="ignore"):  # what is no number is none in the model as well
            part = np.asarray(function(call, *[one[box] for one in given]))
        if found is None:
            found = np.empty(shape, part.dtype)
        found[box] = part
    return np.asarray(found)


def _element(function: Pointwise, call: Call, arrays: Arrays, index: Shape) -> Element:
    numbers = [number(one, index) for one in arrays if one is not None]
    with np.errstate(all="ignore"):
        return _sized(float(np.float32(function(call, *numbers))), numbers)


def _defined(plain: Plain, exact: bool, call: Call, arrays: Arrays, index: Shape) -> Element:
    numbers = [number(one, index).item() for one in arrays if one is not None]
    return _sized(float(plain(call, *numbers)), [] if exact else numbers)


def _sized(value: float, numbers: Iterable[float | AnyArray]) -> Element:
    """With what rounding errors are measured by: a function is no more exact than its numbers."""
    size = max([1.0, abs(value), *[abs(float(one)) for one in numbers]])
    return value, size if math.isfinite(size) else 1.0


def number(array: AnyArray, index: Shape) -> AnyArray:
    """The element that is spread to a place, with more digits."""
    own = index[len(index) - array.ndim :] if array.ndim else ()
    found = array[tuple([min(one, size - 1) for one, size in zip(own, array.shape, strict=True)])]
    return np.asarray(found, np.float64) if found.dtype.kind == "f" else np.asarray(found)


def _whole(array: AnyArray) -> bool:
    return array.dtype.kind in "iub"


def _div(_: Call, a: AnyArray, b: AnyArray) -> AnyArray:
    if _whole(a) and _whole(b):  # by 0 it is anything: here it is 0
        quotient = np.divide(
            a, b, out=np.zeros(np.broadcast_shapes(a.shape, b.shape)), where=b != 0
        )
        return np.trunc(quotient).astype(a.dtype)
    return a / b


def _mod(call: Call, a: AnyArray, b: AnyArray) -> AnyArray:
    return np.fmod(a, b) if call.attribute("fmod", 0) else np.mod(a, b)


def _mean(_: Call, *arrays: AnyArray) -> AnyArray:
    first, *rest = arrays
    for one in rest:
        first = first + one
    return first / np.float32(len(arrays))


def _is_inf(call: Call, x: AnyArray) -> AnyArray:
    """Of either sign, or of those that are asked for."""
    above = np.isposinf(x) if call.attribute("detect_positive", 1) else False
    below = np.isneginf(x) if call.attribute("detect_negative", 1) else False
    return np.asarray(np.logical_or(above, below))


def _where(_: Call, which: AnyArray, a: AnyArray, b: AnyArray) -> AnyArray:
    return np.where(which != 0, a, b)


def _clip(call: Call, x: AnyArray, *bounds: AnyArray) -> AnyArray:
    """Bounds are inputs of which either may be left out, or attributes in old versions."""
    there = [at for at, one in enumerate(call.operands) if one is not None and at]
    given = dict(zip(there, bounds, strict=True))
    said = enumerate(("min", "max"), start=1)
    for at, name in said:
        if name in call.attributes:
            given[at] = np.asarray(call.attribute(name, 0.0), np.float32)
    x = np.maximum(x, given[1]) if 1 in given else x
    return np.minimum(x, given[2]) if 2 in given else x  # noqa: PLR2004 — the second bound


def _joined(pair: np.ufunc) -> Pointwise:
    def function(_: Call, *arrays: AnyArray) -> AnyArray:
        first, *rest = arrays
        for one in rest:
            first = pair(first, one)
        return first

    return function


def _plain(function: Callable[..., AnyArray]) -> Pointwise:
    many = function.nin if isinstance(function, np.ufunc) else 1

    def called(_: Call, *arrays: AnyArray) -> AnyArray:
        if len(arrays) != many:  # NumPy would write on one more
            read = "one tensor" if many == 1 else f"{many} tensors"
            raise TypeError(f"it reads {read}, and {len(arrays)} are given")
        return function(*arrays)

    return called


_PLAIN: Mapping[str, Callable[..., AnyArray]] = {
    "Abs": np.abs, "Acos": np.arccos, "Acosh": np.arccosh, "Asin": np.arcsin, "Asinh": np.arcsinh,
    "Atan": np.arctan, "Atanh": np.arctanh, "Ceil": np.ceil, "Cos": np.cos, "Cosh": np.cosh,
    "Exp": np.exp, "Floor": np.floor, "IsNaN": np.isnan, "Log": np.log, "Neg": np.negative,
    "Reciprocal": np.reciprocal, "Round": np.rint, "Sign": np.sign, "Sin": np.sin,
    "Sinh": np.sinh, "Sqrt": np.sqrt, "Tan": np.tan, "Tanh": np.tanh, "Identity": np.asarray,
    "Equal": np.equal, "Greater": np.greater, "GreaterOrEqual": np.greater_equal,
    "Less": np.less, "LessOrEqual": np.less_equal, "Pow": np.power, "Sub": np.subtract,
    "And": np.logical_and, "Or": np.logical_or, "Xor": np.logical_xor, "Not": np.logical_not,
}  # fmt: skip
_JOINED = {"Add": np.add, "Sum": np.add, "Mul": np.multiply, "Max": np.maximum, "Min": np.minimum}
_WITH_ATTRIBUTES: Mapping[str, Pointwise] = {
    "Div": _div,
    "Mod": _mod,
    "Where": _where,
    "Clip": _clip,
    "Mean": _mean,
    "IsInf": _is_inf,
}

POINTWISE: Mapping[str, Function] = {
    **{name: pointwise(_plain(function)) for name, function in _PLAIN.items()},
    **{name: pointwise(_joined(function)) for name, function in _JOINED.items()},
    **{name: pointwise(function) for name, function in _WITH_ATTRIBUTES.items()},
}
