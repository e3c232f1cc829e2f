"""The operators on numbers: exact ints up to a bound, float64 as everywhere else.

Each takes arrays as well, and then leaves them to `arrays`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from convcalc.network.expression import arrays
from convcalc.network.expression.error import RefusedError
from convcalc.network.expression.values import NUMBERS, Number, Value, is_array, no_number, shown
from convcalc.notation.numbers import LARGEST

Operate = Callable[[Any, Any], Any]
_LEAST = -LARGEST
_BITS = LARGEST.bit_length()
_EXACT = 2**53  # ints up to here are floats exactly


def _operation(symbol: str, exact: Operate, wide: Operate) -> Operate:
    """An operator for numbers and arrays that refuses what is too large."""

    def operate(x: Value, y: Value) -> Value:
        if type(x) not in NUMBERS or type(y) not in NUMBERS:
            return _on_arrays(wide, x, y)  # type: ignore[no-any-return]
        try:
            result: Number = exact(x, y)
        except ZeroDivisionError:
            raise _by_zero(symbol, x, y) from None
        except OverflowError:
            raise _too_large(symbol, x, y) from None
        if _LEAST <= result <= LARGEST:  # neither inf nor nan are
            return result
        raise _too_large(symbol, x, y)

    return operate


def _on_arrays(wide: Operate, x: Value, y: Value) -> Any:  # noqa: ANN401 — as the operator gives
    if is_array(x) or is_array(y):
        return wide(x, y)
    raise no_number(x, y)


def _by_zero(symbol: str, x: Value, y: Value) -> RefusedError:
    return RefusedError(
        f"{shown(x)} {symbol} {shown(y)} divides by zero; guard it, as in a/b if b != 0 else 0"
    )


def _too_large(symbol: str, x: Value, y: Value) -> RefusedError:
    end = "decimals end at 1.8e308" if float in (type(x), type(y)) else "numbers end at 1e400"
    return RefusedError(f"{shown(x)} {symbol} {shown(y)} is too large; {end}")


def _quotient(x: Number, y: Number) -> Number:
    """Python's quotient; exact where ints beyond 2⁵³ divide without a remainder."""
    small = -_EXACT <= x <= _EXACT and -_EXACT <= y <= _EXACT
    if small or type(x) is float or type(y) is float or x % y:
        return x / y
    return x // y


def _power(x: Any, y: Any) -> Number:  # noqa: ANN401 — numbers
    """A power whose size is known before it is taken."""
    if type(x) is not float and type(y) is not float and y > 0:
        if (x.bit_length() - 1) * y > _BITS:
            raise OverflowError
    elif x < 0 and y != y // 1:
        raise RefusedError(
            f"({shown(x)}) ** {shown(y)} is no real number; take broken powers of positive numbers"
        )
    result: Number = x**y
    return result


add = _operation("+", operator.add, arrays.add)
subtract = _operation("-", operator.sub, arrays.subtract)
multiply = _operation("*", operator.mul, arrays.multiply)
divide = _operation("/", _quotient, arrays.divide)
floor_divide = _operation("//", operator.floordiv, arrays.floor_divide)
remainder = _operation("%", operator.mod, arrays.remainder)
power: Operate = _operation("**", _power, lambda x, y: arrays.power(x, y, power))

OPERATORS: dict[str, Operate] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "//": floor_divide,
    "%": remainder,
    "**": power,
}


def negative(x: Value) -> Value:
    """The number with its sign turned.

    >>> negative(3), negative(-0.5)
    (-3, 0.5)
    """
    result: Value = -x if type(x) is int or type(x) is float else subtract(0, x)
    return result


def positive(x: Value) -> Value:
    """The number itself, and true as 1.

    >>> positive(3), positive(True)
    (3, 1)
    """
    result: Value = add(0, x)
    return result
