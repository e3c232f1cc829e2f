"""Small arrays: shapes and axes as models compute with them, in plain numbers.

A library of arrays takes longer to load than most models to read, and what shapes are computed
from is a handful of numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, product
from math import prod
from typing import TypeAlias

from convcalc.network.onnx.model import Dims

Number: TypeAlias = int | float | bool
MOST = 4096  # numbers; what is larger is no shape, and its own shape is all that is kept


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers row by row, and the shape that they have."""

    values: tuple[Number, ...]
    dims: Dims

    @staticmethod
    def of(values: Iterable[Number], dims: Dims) -> Numbers:
        """Numbers under a shape. Raises ValueError where they are more or fewer than it holds."""
        listed = tuple(values)
        if len(listed) != prod(dims):
            raise ValueError(f"{len(listed)} numbers have no shape {list(dims)}")
        return Numbers(listed, dims)

    @property
    def integers(self) -> tuple[int, ...]:
        """All of them as whole numbers."""
        return tuple(map(int, self.values))

    @property
    def only(self) -> Number:
        """The one number that it is. Raises ValueError where there are more, or none."""
        (value,) = self.values
        return value

    def spread(self, dims: Dims) -> Numbers:
        """Repeated along axes of size 1.

        >>> Numbers((1, 2), (2, 1)).spread((2, 3)).values
        (1, 1, 1, 2, 2, 2)
        """
        values: Sequence[Number] = self.values
        own = (1,) * (len(dims) - len(self.dims)) + self.dims
        block = 1
        for size, wanted in zip(reversed(own), reversed(dims), strict=True):
            if size != wanted:
                blocks = [values[at : at + block] for at in range(0, len(values), block)]
                values = [one for each in blocks for _ in range(wanted) for one in each]
            block *= wanted
        return Numbers.of(values, dims)

    def picked(self, places: Sequence[Sequence[int]], order: Sequence[int] = ()) -> Numbers:
        """The numbers at these places along each axis, the axes perhaps in another order.

        >>> Numbers((1, 2, 3, 4, 5, 6), (2, 3)).picked([[0, 1], [2, 0]], [1, 0]).values
        (3, 6, 1, 4)
        """
        strides = [*accumulate(reversed(self.dims[1:]), lambda one, size: one * size, initial=1)]
        steps = list(reversed(strides)) if self.dims else []
        axes = order or range(len(self.dims))
        offsets = [[at * steps[axis] for at in places[axis]] for axis in axes]
        found = tuple([self.values[sum(one)] for one in product(*offsets)])
        return Numbers(found, tuple(map(len, offsets)))

    def all_places(self) -> list[range]:
        """Every place along each axis."""
        return [range(size) for size in self.dims]

    def rows(self, axes: set[int]) -> Iterator[tuple[Number, ...]]:
        """For every place along the other axes, the numbers along these."""
        rest = [axis for axis in range(len(self.dims)) if axis not in axes]
        ordered = self.picked(self.all_places(), [*rest, *sorted(axes)])
        length = prod([self.dims[axis] for axis in axes])
        left = iter(ordered.values)
        for _ in range(prod([self.dims[axis] for axis in rest])):
            yield tuple(islice(left, length))


def together(function: Callable[..., Number], dims: Dims, arrays: Sequence[Numbers]) -> Numbers:
    """A function of the numbers that stand in one place when all are spread to the same shape."""
    spread = [one.spread(dims).values for one in arrays]
    return Numbers(tuple(map(function, *spread)), dims)


def one_after_another(axis: int, dims: Dims, arrays: Sequence[Numbers]) -> Numbers:
    """Arrays joined along an axis; `dims` are those of all together."""
    outer, inner = prod(dims[:axis]), prod(dims[axis + 1 :])
    runs = [one.dims[axis] * inner for one in arrays]
    parts = [
        one.values[at * run : (at + 1) * run]
        for at in range(outer)
        for one, run in zip(arrays, runs, strict=True)
    ]
    return Numbers.of(chain.from_iterable(parts), dims)
