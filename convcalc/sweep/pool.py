"""Columns that are the same are one object, so that what is asked of them is computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convcalc.sweep.numbers import Numbers


class Pool:
    """The columns of one part of the points, each in its shortest form."""

    def __init__(self) -> None:
        self._kept: dict[object, Any] = {}
        self.evaluated: dict[object, Any] = {}  # expressions

    def kept(self, numbers: Numbers) -> Any:  # noqa: ANN401 — a column, or the only number
        """The same column, in every place where it comes up."""
        short = _shortened(numbers.array)
        if short.size == 1:
            return short.item()
        key = short.dtype.kind, short.shape, short.tobytes()
        if key not in self._kept:
            self._kept[key] = type(numbers)(short, self, numbers.ends)
        return self._kept[key]


def _shortened(array: NDArray[Any]) -> NDArray[Any]:
    """Without the axes along which nothing changes.

    >>> import numpy as np
    >>> _shortened(np.array([[1, 1], [2, 2]])).tolist()
    [[1], [2]]
    """
    for axis, length in enumerate(array.shape):
        if length > 1:
            first = array.take([0], axis)
            if (array == first).all():
                array = first
    return array
