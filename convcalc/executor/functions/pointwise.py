"""Functions of elements that stand in the same place when all operands are spread."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.elementwise import ACTIVATIONS
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape
from convcalc.executor.meter import Meter

Pointwise: TypeAlias = Callable[..., AnyArray]  # (call, *arrays)


def spread(call: Call) -> Shape:
    """The shape to which all operands are spread."""
    return np.broadcast_shapes(*call.every)


def pointwise(function: Pointwise) -> Function:
    """A function of numbers: of arrays, and by its definition of single numbers in float64."""
    return Function(spread, partial(_compute, function), partial(_element, function))


def _compute(function: Pointwise, call: Call, arrays: Arrays, _meter: Meter) -> AnyArray:
    with np.errstate(all="ignore"):  # what is no number is none in the model as well
        found = np.asarray(function(call, *[one for one in arrays if one is not None]))
    return np.broadcast_to(found, np.broadcast_shapes(found.shape, spread(call)))


def _element(function: Pointwise, call: Call, arrays: Arrays, index: Shape) -> Element:
    numbers = [_number(one, index) for one in arrays if one is not None]
    with np.errstate(all="ignore"):
        value = float(np.float32(function(call, *numbers)))
    size = max([1.0, abs(value), *[abs(float(one)) for one in numbers]])
    return value, size if math.isfinite(size) else 1.0


def _number(array: AnyArray, index: Shape) -> AnyArray:
    """The element that is spread to a place, with more digits."""
    own = index[len(index) - array.ndim :] if array.ndim else ()
    found = array[tuple([min(one, size - 1) for one, size in zip(own, array.shape, strict=True)])]
    return np.asarray(found, np.float64) if found.dtype.kind == "f" else np.asarray(found)


def _whole(array: AnyArray) -> bool:
    return array.dtype.kind in "iub"


def _div(_: Call, a: AnyArray, b: AnyArray) -> AnyArray:
    if _whole(a) and _whole(b):
        return np.trunc(np.divide(a, b)).astype(a.dtype)
    return a / b


def _mod(call: Call, a: AnyArray, b: AnyArray) -> AnyArray:
    return np.fmod(a, b) if call.attribute("fmod", 0) else np.mod(a, b)


def _where(_: Call, which: AnyArray, a: AnyArray, b: AnyArray) -> AnyArray:
    return np.where(which != 0, a, b)


_TYPES = {
    2: np.uint8, 3: np.int8, 4: np.uint16, 5: np.int16, 6: np.int32, 7: np.int64, 9: np.bool_,
    10: np.float16, 12: np.uint32, 13: np.uint64,
}  # fmt: skip


def _cast(call: Call, x: AnyArray) -> AnyArray:
    """As the type has it; where a model runs, in float32 again."""
    to = _TYPES.get(call.attribute("to", 1))
    return x if to is None or not np.all(np.isfinite(x)) else x.astype(to)


def _clip(call: Call, x: AnyArray, *bounds: AnyArray) -> AnyArray:
    """Bounds are inputs of which either may be left out, or attributes in old versions."""
    there = [at for at, one in enumerate(call.operands) if one is not None and at]
    given = dict(zip(there, bounds, strict=True))
    low = given.get(1, np.asarray(call.attribute("min", -np.inf)))
    high = given.get(2, np.asarray(call.attribute("max", np.inf)))
    return np.minimum(np.maximum(x, low), high)


def _activation(name: str, arguments: Callable[[Call], Mapping[str, object]]) -> Pointwise:
    def function(call: Call, x: AnyArray) -> AnyArray:
        plain = partial(ACTIVATIONS[name].plain)
        if x.ndim == 0:
            return np.asarray(plain(float(x), arguments(call)))
        return ACTIVATIONS[name].array(x, arguments(call), np.empty_like(x))

    return function


def _joined(pair: np.ufunc) -> Pointwise:
    def function(_: Call, *arrays: AnyArray) -> AnyArray:
        first, *rest = arrays
        for one in rest:
            first = pair(first, one)
        return first

    return function


def _plain(function: Callable[..., AnyArray]) -> Pointwise:
    return lambda _, *arrays: function(*arrays)


_PLAIN: Mapping[str, Callable[..., AnyArray]] = {
    "Abs": np.abs, "Acos": np.arccos, "Acosh": np.arccosh, "Asin": np.arcsin, "Asinh": np.arcsinh,
    "Atan": np.arctan, "Atanh": np.arctanh, "Ceil": np.ceil, "Cos": np.cos, "Cosh": np.cosh,
    "Exp": np.exp, "Floor": np.floor, "IsNaN": np.isnan, "Log": np.log, "Neg": np.negative,
    "Reciprocal": np.reciprocal, "Round": np.rint, "Sign": np.sign, "Sin": np.sin,
    "Sinh": np.sinh, "Sqrt": np.sqrt, "Tan": np.tan, "Tanh": np.tanh, "Identity": np.asarray,
    "Equal": np.equal, "Greater": np.greater, "GreaterOrEqual": np.greater_equal,
    "Less": np.less, "LessOrEqual": np.less_equal, "Pow": np.power, "Sub": np.subtract,
    "And": np.logical_and, "Or": np.logical_or, "Xor": np.logical_xor, "Not": np.logical_not,
    "Erf": np.vectorize(math.erf, otypes=[np.float64]),
}  # fmt: skip
_JOINED = {"Add": np.add, "Sum": np.add, "Mul": np.multiply, "Max": np.maximum, "Min": np.minimum}
_OURS = {"Relu": "relu", "Sigmoid": "sigmoid", "Softplus": "softplus", "Mish": "mish",
          "HardSwish": "hardswish", "Swish": "silu", "Selu": "selu"}  # fmt: skip
_WITH_ATTRIBUTES: Mapping[str, Pointwise] = {
    "Div": _div,
    "Mod": _mod,
    "Where": _where,
    "Cast": _cast,
    "Clip": _clip,
}

POINTWISE: Mapping[str, Function] = {
    **{name: pointwise(_plain(function)) for name, function in _PLAIN.items()},
    **{name: pointwise(_joined(function)) for name, function in _JOINED.items()},
    **{name: pointwise(_activation(ours, lambda _: {})) for name, ours in _OURS.items()},
    **{name: pointwise(function) for name, function in _WITH_ATTRIBUTES.items()},
}
