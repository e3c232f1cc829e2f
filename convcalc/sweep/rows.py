"""The distinct combinations of several columns: what hangs on them is asked once for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from convcalc.sweep.calculation import Array


@dataclass(frozen=True, slots=True)
class Rows:
    """Combinations of the numbers of columns, on the grid that all of them share."""

    shape: tuple[int, ...]
    points: tuple[tuple[int, ...], ...]  # for each combination, where on the grid it is
    numbers: tuple[tuple[int | float, ...], ...]  # and what it is
    which: Array  # at each place of the grid, the number of the combination

    def spread(self, values: Sequence[object]) -> Array:
        """A value for each combination, at every place of the grid."""
        return np.array(values)[self.which].reshape(self.shape)


def rows_of(arrays: Sequence[Array]) -> Rows:
    """The combinations of arrays whose shapes broadcast.

    >>> found = rows_of([np.array([[1], [1], [2]]), np.array([[5, 6]])])
    >>> found.numbers, found.points
    (((1, 5), (1, 6), (2, 5), (2, 6)), ((0, 0), (0, 1), (2, 0), (2, 1)))
    """
    shape = np.broadcast_shapes(*[array.shape for array in arrays])
    codes = np.zeros(shape, np.int64).reshape(-1)
    for array in arrays:
        _, one = np.unique(array, return_inverse=True)
        spread = np.broadcast_to(one.reshape(array.shape), shape).reshape(-1)
        # Numbered anew each time, so that the codes of many columns stay small.
        _, codes = np.unique(codes * (spread.max() + 1) + spread, return_inverse=True)
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    points = [tuple(map(int, np.unravel_index(one, shape))) for one in first]
    numbers = [tuple([at(array, point).item() for array in arrays]) for point in points]
    return Rows(shape, tuple(points), tuple(numbers), which)


def at(array: Array, point: tuple[int, ...]) -> Array:
    """The number of an array at a point of a grid on which it lies."""
    number: Array = array[
        tuple([one if length > 1 else 0 for one, length in zip(point, array.shape, strict=True)])
    ]
    return number
