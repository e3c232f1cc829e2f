"""A column of numbers over a grid of points, which the formulas take for a number.

Every axis of the grid is an axis of the array, of length 1 where the number does not depend on
it. So NumPy's broadcasting computes each quantity once for each combination of what it hangs on.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from convcalc.column import Column
from convcalc.sweep import bounds
from convcalc.sweep.bounds import Ends
from convcalc.sweep.calculation import (
    NUMBERS,
    SURE,
    Array,
    Bound,
    DifferError,
    TooLargeError,
    Ufunc,
    calculated,
    ends_of,
)
from convcalc.sweep.pool import Pool


def column(array: Array, pool: Pool, ends: Ends | None = None) -> Any:  # noqa: ANN401 — or a number
    """A column of these numbers, or the number itself where there is only one."""
    return array.item() if array.size == 1 else Numbers(array, pool, ends or ends_of(array))


class Numbers(Column):
    """Ints, floats or bools over a grid."""

    __slots__ = ("array", "ends", "pool")

    def __init__(self, array: Array, pool: Pool, ends: Ends) -> None:
        self.array = array
        self.pool = pool
        self.ends = ends

    @property
    def is_whole(self) -> bool:
        """Whether the numbers are ints."""
        return self.array.dtype.kind == "i"

    def whole(self) -> object:
        """The same in its shortest form; floats that are whole but for rounding are ints."""
        kind = self.array.dtype.kind
        if kind == "f":
            return self._rounded()
        return self.settled() if kind == "b" else self.pool.kept(self)

    def _rounded(self) -> object:
        nearest = np.rint(self.array)
        near = np.abs(self.array - nearest) <= 1e-9 * np.maximum(np.abs(self.array), 1.0)
        if not near.any():
            return self.pool.kept(self)
        if not near.all():
            raise DifferError(near)
        if max(map(abs, self.ends)) >= SURE:
            raise TooLargeError(self.array.shape)
        rounded: Any = column(nearest.astype(np.int64), self.pool)
        return self.pool.kept(rounded) if isinstance(rounded, Numbers) else rounded

    def settled(self) -> object:
        """The only number: points whose numbers differ are parted."""
        first = self.array.flat[0]
        if (self.array != first).any():
            raise DifferError(self.array)
        return first.item()

    def any(self) -> bool:
        """Whether any of the numbers is not 0, as the loops of formulas ask."""
        return bool(self.array.any())

    def __bool__(self) -> bool:
        holds = self.array != 0
        if holds.all():
            return True
        if holds.any():
            raise DifferError(holds)
        return False

    def __index__(self) -> int:
        return self.settled().__index__()  # type: ignore[attr-defined,no-any-return]

    def __str__(self) -> str:
        return f"{self.ends[0]}..{self.ends[1]}"

    __repr__ = __str__

    def __add__(self, other: object) -> Any:  # noqa: ANN401 — a column or a number, as below
        return _result(np.add, bounds.added, self, other)

    def __radd__(self, other: object) -> Any:  # noqa: ANN401
        if isinstance(other, int) and other == 0 and self.is_whole:  # as `sum` begins
            return self
        return _result(np.add, bounds.added, other, self)

    def __sub__(self, other: object) -> Any:  # noqa: ANN401
        return _result(np.subtract, bounds.subtracted, self, other)

    def __rsub__(self, other: object) -> Any:  # noqa: ANN401
        return _result(np.subtract, bounds.subtracted, other, self)

    def __mul__(self, other: object) -> Any:  # noqa: ANN401
        return _result(np.multiply, bounds.multiplied, self, other)

    def __rmul__(self, other: object) -> Any:  # noqa: ANN401
        return _result(np.multiply, bounds.multiplied, other, self)

    def __floordiv__(self, other: object) -> Any:  # noqa: ANN401
        return _quotient(np.floor_divide, bounds.divided, self, other)

    def __rfloordiv__(self, other: object) -> Any:  # noqa: ANN401
        return _quotient(np.floor_divide, bounds.divided, other, self)

    def __mod__(self, other: object) -> Any:  # noqa: ANN401
        return _quotient(np.remainder, bounds.remaining, self, other)

    def __rmod__(self, other: object) -> Any:  # noqa: ANN401
        return _quotient(np.remainder, bounds.remaining, other, self)

    def __pow__(self, other: object) -> Any:  # noqa: ANN401
        return _result(np.power, bounds.raised, self, other)

    def __rpow__(self, other: object) -> Any:  # noqa: ANN401
        return _result(np.power, bounds.raised, other, self)

    def __neg__(self) -> Any:  # noqa: ANN401
        return _result(np.subtract, bounds.subtracted, 0, self)

    def __abs__(self) -> Any:  # noqa: ANN401
        return column(np.abs(self.array), self.pool)

    def __lt__(self, other: object) -> Any:  # noqa: ANN401
        return _ordered(np.less, operator.lt, self, other)

    def __le__(self, other: object) -> Any:  # noqa: ANN401
        return _ordered(np.less_equal, operator.le, self, other)

    def __gt__(self, other: object) -> Any:  # noqa: ANN401
        return _ordered(np.greater, operator.gt, self, other)

    def __ge__(self, other: object) -> Any:  # noqa: ANN401
        return _ordered(np.greater_equal, operator.ge, self, other)

    def __eq__(self, other: object) -> Any:  # noqa: ANN401
        return self is other or _compared(np.equal, self, other)

    def __ne__(self, other: object) -> Any:  # noqa: ANN401
        return self is not other and _compared(np.not_equal, self, other)

    def __and__(self, other: object) -> Any:  # noqa: ANN401
        return _compared(np.logical_and, self, other)

    __rand__ = __and__

    def __or__(self, other: object) -> Any:  # noqa: ANN401
        return _compared(np.logical_or, self, other)

    __ror__ = __or__
    __hash__ = object.__hash__


def _result(ufunc: Ufunc, bound: Bound, x: object, y: object) -> Any:  # noqa: ANN401
    pool = x.pool if isinstance(x, Numbers) else y.pool  # type: ignore[attr-defined]  # one is
    try:
        (a, ends), (b, others) = _operand(x), _operand(y)
    except TypeError:
        return NotImplemented
    result, both = calculated(ufunc, bound, a, b, (ends, others))
    return column(result, pool, both)


def _operand(value: object) -> tuple[Any, Ends]:
    """What NumPy calculates with, and its ends; a bool is 0 or 1."""
    if isinstance(value, Numbers):
        array = value.array
        return (array.astype(np.int64), (0, 1)) if array.dtype.kind == "b" else (array, value.ends)
    if not isinstance(value, NUMBERS):
        raise TypeError
    number = int(value) if isinstance(value, bool) else value
    return number, (number, number)


def _quotient(ufunc: Ufunc, bound: Bound, x: object, y: object) -> Any:  # noqa: ANN401
    """Of a division; points that would divide by 0 are parted from the others."""
    if isinstance(y, Numbers) and y.ends[0] <= 0 <= y.ends[1]:
        if y == 0:
            raise ZeroDivisionError
        y = Numbers(y.array, y.pool, ends_of(y.array))
    return _result(ufunc, bound, x, y)


def _ordered(ufunc: Ufunc, holds: Any, x: Numbers, other: object) -> Any:  # noqa: ANN401
    """An order; the ends often tell it."""
    if not isinstance(other, (*NUMBERS, Numbers)):
        return NotImplemented
    low, high = other.ends if isinstance(other, Numbers) else (other, other)
    first = holds(x.ends[0], high)
    if first == holds(x.ends[1], low) == holds(x.ends[0], low) == holds(x.ends[1], high):
        return first
    return _compared(ufunc, x, other)


def _compared(ufunc: Ufunc, x: Numbers, other: object) -> Any:  # noqa: ANN401
    """A bool for each point, or one where it is the same for all."""
    if not isinstance(other, (*NUMBERS, Numbers)):
        return ufunc is np.not_equal
    held = ufunc(x.array, other.array if isinstance(other, Numbers) else other)
    if held.all():
        return True
    return Numbers(held, x.pool, (False, True)) if held.any() else False
