"""What operators do on columns: nothing is wrapped, and what is the same for all is one number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convcalc.sweep.bounds import Ends

Array: TypeAlias = NDArray[Any]
Ufunc: TypeAlias = Callable[[Any, Any], Any]
Bound: TypeAlias = Callable[[Ends, Ends], Ends]
LARGEST = 2**63 - 1
SURE = float(2**63 - 2**12)  # what is below this as a float is below 2**63 as an int
NUMBERS = (int, float)  # bools among them


class DifferError(Exception):
    """Points differ in what was asked: they are to be parted by these values."""

    def __init__(self, values: Array) -> None:
        super().__init__()
        self.values = values


class TooLargeError(Exception):
    """A number does not fit into 64 bits; it depends on the axes along which this is long."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.shape = shape


def ends_of(array: Array) -> Ends:
    """The smallest and the largest number of an array."""
    return array.min().item(), array.max().item()


def shape_of(*values: object) -> tuple[int, ...]:
    """The grid on which all of the values lie."""
    return np.broadcast_shapes(*[one.shape for one in values if isinstance(one, np.ndarray)])


def calculated(ufunc: Ufunc, bound: Bound, x: Any, y: Any, ends: tuple[Ends, Ends]) -> Any:  # noqa: ANN401
    """The result of an operator, and the ends between which it lies.

    Raises TooLargeError where it does not fit into 64 bits.
    """
    low, high = bound(*ends)
    if type(low) is float or type(high) is float or (low >= -LARGEST and high <= LARGEST):
        try:
            return ufunc(x, y), (low, high)
        except OverflowError:  # one of them is an int that no array holds
            raise TooLargeError(shape_of(x, y)) from None
    return _narrowly(ufunc, bound, x, y)


def _narrowly(ufunc: Ufunc, bound: Bound, x: Any, y: Any) -> Any:  # noqa: ANN401 — arrays, ints
    """The same, where the ends do not tell that it fits."""
    low, high = bound(_exact(x), _exact(y))
    if low >= -LARGEST and high <= LARGEST:
        return ufunc(x, y), (low, high)
    if any(type(one) is int and abs(one) > LARGEST for one in (x, y)):
        raise TooLargeError(shape_of(x, y))
    about = ufunc(np.asarray(x, np.float64), np.asarray(y, np.float64))
    if not np.abs(about).max() <= SURE:
        raise TooLargeError(about.shape)
    result = ufunc(x, y)
    return result, ends_of(result)


def _exact(value: Any) -> Ends:  # noqa: ANN401 — an array or a number
    return ends_of(value) if isinstance(value, np.ndarray) else (value, value)
