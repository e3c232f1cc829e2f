"""The operators on arrays, element by element what they are on numbers.

Nothing is wrapped, and nothing becomes NaN: before an operator runs it is known that its result
fits, even where the largest element of one meets the largest of the other. Operators and methods
only, so NumPy is never imported.
"""

from __future__ import annotations

import operator
import sys
from typing import TYPE_CHECKING, Any

from convcalc.network.expression.error import RefusedError
from convcalc.network.expression.values import NUMBERS, Number, Value, is_array, no_number, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Largest = Callable[[Any, Any], Any]

_LARGEST = 2**63 - 1
_EXACT = 2**53  # ints up to here are floats exactly
_WIDE = {"b": "int64", "i": "int64", "f": "float64"}


def widened(value: Value) -> Any:  # noqa: ANN401 — ints or floats, one or many
    """A value as int64 or float64, so that no bool or narrow int is calculated with."""
    if is_array(value) and value.dtype.kind in _WIDE:
        value = value.astype(_WIDE[value.dtype.kind], copy=False)
    elif type(value) not in NUMBERS:
        raise no_number(value)
    if not is_float(value):
        _fits(peak(value))
    return int(value) if isinstance(value, bool) else value


def is_float(value: Value) -> bool:
    """Whether a number is, or an array holds, floats."""
    return value.dtype.kind == "f" if is_array(value) else isinstance(value, float)


def peak(value: Any) -> Number:  # noqa: ANN401 — numbers, one or many
    """The largest absolute value, exactly."""
    low, high = _ends(value)
    return max(-low, high)


def _least(value: Any) -> Number:  # noqa: ANN401 — numbers, one or many
    return _ends(abs(value))[0]


def _ends(value: Any) -> tuple[Number, Number]:  # noqa: ANN401 — numbers, one or many
    if not is_array(value):
        return value, value
    return (value.min().item(), value.max().item()) if value.size else (0, 0)


def _fits(most: Number) -> None:
    floating = isinstance(most, float)
    if not most <= (sys.float_info.max if floating else _LARGEST):
        end = "decimals end at 1.8e308" if floating else "arrays of whole numbers end at 2**63 - 1"
        raise RefusedError(f"numbers up to {shown(most)} are too large; {end}")


def exact_as_floats(*values: Value) -> None:
    """Refuse ints that would be others as floats."""
    for value in values:
        if not is_float(value) and peak(value) > _EXACT:
            raise RefusedError(
                f"numbers up to {shown(peak(value))} are too large for decimals; use // or floor"
            )


def _operation(apply: Callable[[Any, Any], Any], largest: Largest) -> Callable[[Any, Any], Any]:
    """An operator that refuses where `largest` of the two peaks does not fit."""

    def operate(x: Value, y: Value) -> Value:
        a, b = widened(x), widened(y)
        try:
            _fits(largest(peak(a), peak(b)))
        except OverflowError:  # an int beside a float
            raise RefusedError("numbers are too large; decimals end at 1.8e308") from None
        result: Value = apply(a, b)
        return result

    return operate


def _division(symbol: str, apply: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """One of the operators that divide."""

    def operate(x: Value, y: Value) -> Value:
        a, b = widened(x), widened(y)
        if not _least(b) and (not is_array(b) or b.size):
            raise RefusedError(f"{_zeros(b)}; guard {symbol}, as in a{symbol}b if b != 0 else 0")
        if symbol == "/" and not is_float(a) and not is_float(b):
            exact_as_floats(a, b)
        if symbol != "%" and (is_float(a) or is_float(b)):
            _fits(peak(a) / (_least(b) or 1.0))
        result: Value = apply(a, b)
        return result

    return operate


def _zeros(divisor: Any) -> str:  # noqa: ANN401 — numbers, one or many
    if not is_array(divisor) or not divisor.shape:
        return "the divisor is 0"
    return f"the divisor is 0 in {(divisor == 0).sum()} of {divisor.size} elements"


add = _operation(operator.add, operator.add)
subtract = _operation(operator.sub, operator.add)
multiply = _operation(operator.mul, operator.mul)
divide = _division("/", operator.truediv)
floor_divide = _division("//", operator.floordiv)
remainder = _division("%", operator.mod)


def power(x: Value, y: Value, one: Callable[[Any, Any], Any]) -> Value:
    """Powers; `one` is that of two numbers.

    Those of floats are taken one by one: NumPy's own differ from C's in the last digit.
    """
    a, b = widened(x), widened(y)
    if is_float(a) or is_float(b) or _ends(b)[0] < 0:
        return _each(one, a, b)
    _fits(one(peak(a), peak(b)))
    result: Value = a**b
    return result


def _each(one: Callable[[Any, Any], Any], x: Any, y: Any) -> Value:  # noqa: ANN401 — arrays
    zeros = (x * 0 + y * 0).astype("int64")
    flat = zeros.reshape(-1).astype("float64")
    found = [one(a, b) for a, b in zip(_listed(x, zeros), _listed(y, zeros), strict=True)]
    exact_as_floats(*found)
    flat[:] = found
    result: Value = flat.reshape(zeros.shape)
    return result


def _listed(value: Any, zeros: Any) -> Iterator[Number]:  # noqa: ANN401 — arrays
    yield from (value + zeros).reshape(-1).tolist()


def floor(value: Any) -> Value:  # noqa: ANN401 — an array
    """The whole numbers below, as int64."""
    return _whole(widened(value) // 1)


def ceil(value: Any) -> Value:  # noqa: ANN401 — an array
    """The whole numbers above, as int64."""
    return _whole(-(-widened(value) // 1))


def rounded(value: Any) -> Value:  # noqa: ANN401 — an array
    """The nearest whole numbers, of two the even one, as int64."""
    return _whole(widened(value).round())


def _whole(value: Any) -> Value:  # noqa: ANN401 — an array of whole numbers
    most = peak(value)
    _fits(int(most))
    result: Value = value.astype("int64", copy=False)
    return result
