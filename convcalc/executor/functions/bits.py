"""Whole numbers by their bits: And, Or, Xor, Not, and shifts; each in the type of the first."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

import numpy as np

from convcalc.executor.functions.call import AnyArray, Call
from convcalc.executor.functions.element_types import WHOLE
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.pointwise import pointwise


def _typed(function: np.ufunc) -> Callable[..., AnyArray]:
    """In the type of the first: constants beside it are of the same, and may be kept in more."""
    return lambda _, x, *others: function(x, *[one.astype(x.dtype) for one in others])


def _both(function: Callable[[int, int], int]) -> Callable[..., float]:
    return lambda _, x, other: float(function(int(x), int(other)))


def _shift(call: Call, x: AnyArray, places: AnyArray) -> AnyArray:
    function = np.left_shift if call.attribute("direction", "LEFT") == "LEFT" else np.right_shift
    return np.asarray(function(x, places.astype(x.dtype)))


def _plain_shift(call: Call, x: float, places: float) -> float:
    """What leaves the type on the left is gone."""
    if call.attribute("direction", "LEFT") != "LEFT":
        return float(int(x) // 2 ** int(places))
    bits = 8 * WHOLE[call.dtype()].itemsize if call.dtype() in WHOLE else 64
    return float(int(x) * 2 ** int(places) % 2**bits)


def _plain_not(call: Call, x: float) -> float:
    """All bits the other way: −1 − x, and of a type without signs its largest number − x."""
    kind = WHOLE.get(call.dtype(), np.dtype(np.int64))
    return float(-1 - int(x)) if kind.kind == "i" else float(2 ** (8 * kind.itemsize) - 1 - int(x))


BITS: Mapping[str, Function] = {
    "BitwiseAnd": pointwise(_typed(np.bitwise_and), _both(operator.and_), exact=True),
    "BitwiseOr": pointwise(_typed(np.bitwise_or), _both(operator.or_), exact=True),
    "BitwiseXor": pointwise(_typed(np.bitwise_xor), _both(operator.xor), exact=True),
    "BitwiseNot": pointwise(_typed(np.bitwise_not), _plain_not, exact=True),
    "BitShift": pointwise(_shift, _plain_shift, exact=True),
}
