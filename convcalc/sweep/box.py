"""A part of the points: some values of each axis, in all combinations.

Where the points that are meant are no such box, some axes become one, whose steps are the
combinations that are there. So any part can be told, and what is left apart stays apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from convcalc.sweep.calculation import Array

_FEW = 16  # boxes: more of them take longer than one with axes that have become one


@dataclass(frozen=True, slots=True)
class Edge:
    """One side of a box: at each step a value of some axes, and how far from the first point."""

    digits: Mapping[int, Array]  # by the number of the axis
    offsets: Array

    def __len__(self) -> int:
        return len(self.offsets)

    def taken(self, steps: Array) -> Edge:
        """Some of the steps."""
        return Edge(
            {one: digits[steps] for one, digits in self.digits.items()}, self.offsets[steps]
        )


@dataclass(frozen=True, slots=True)
class Box:
    """Points, of which the number of the first and the offset of each are known."""

    first: int
    edges: tuple[Edge, ...]

    def __len__(self) -> int:
        return prod(self.shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the edges."""
        return tuple([len(edge) for edge in self.edges])

    def points(self, places: Array) -> Array:
        """The numbers of points by their places in the box, row by row."""
        steps = np.unravel_index(places, self.shape)
        total = np.full(len(places), self.first, np.int64)
        for edge, some in zip(self.edges, steps, strict=True):
            total += edge.offsets[some]
        return total

    def taken(self, number: int, steps: Array) -> Box:
        """Some steps of one edge."""
        edges = list(self.edges)
        edges[number] = edges[number].taken(steps)
        return replace(self, edges=tuple(edges))

    def parts(self, values: Array) -> list[Box]:
        """Boxes in each of which all points have one value; `values` broadcast to the box."""
        found = list(_boxes(self, values))
        return found if len(found) <= _FEW else list(_joined(self, values))


def along(numbers: Array, axis: int, axes: int) -> Array:
    """Numbers along one axis of several."""
    shape = [1] * axes
    shape[axis] = -1
    return numbers.reshape(shape)


def _long(values: Array) -> list[int]:
    return [axis for axis, length in enumerate(values.shape) if length > 1]


def _boxes(box: Box, values: Array) -> Iterator[Box]:
    """Cut along the axis with the fewest kinds of steps, then each along the others."""
    axes = _long(values)
    if not axes or (values == values.flat[0]).all():
        yield box
        return
    kinds = {axis: _kinds(values, axis) for axis in axes}
    axis = min(axes, key=lambda one: len(kinds[one]))
    for count, steps in enumerate(kinds[axis]):
        if count > _FEW:
            return  # too many anyway
        yield from _boxes(box.taken(axis, steps), values.take(steps[:1], axis))


def _kinds(values: Array, axis: int) -> list[Array]:
    """The steps along an axis, those together at which the values are the same."""
    rows = np.moveaxis(values, axis, 0).reshape(values.shape[axis], -1)
    found: dict[bytes, list[int]] = {}
    for step, row in enumerate(rows):
        found.setdefault(row.tobytes(), []).append(step)
    return [np.array(steps) for steps in found.values()]


def _joined(box: Box, values: Array) -> Iterator[Box]:
    """The axes along which values differ become one, with a box for each value."""
    axes = _long(values)
    grid = values.reshape([values.shape[axis] for axis in axes])
    for value in np.unique(grid):
        steps = np.nonzero(grid == value)
        chosen = [box.edges[axis].taken(some) for axis, some in zip(axes, steps, strict=True)]
        yield _with(box, axes, chosen)


def _with(box: Box, axes: Sequence[int], chosen: Sequence[Edge]) -> Box:
    """The box with one edge in place of several."""
    digits = {axis: some for edge in chosen for axis, some in edge.digits.items()}
    offsets = np.sum([edge.offsets for edge in chosen], axis=0)
    edges = [edge for number, edge in enumerate(box.edges) if number not in axes]
    edges.insert(axes[0], Edge(digits, offsets))
    return replace(box, edges=tuple(edges))
