"""The space of a sweep: axes of values, whose combinations are numbered by mixed radix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np

from convcalc.sweep.box import Box, Edge
from convcalc.sweep.calculation import LARGEST, Array

Values: TypeAlias = Array | Sequence[object]  # numbers, or else words that are no numbers


@dataclass(frozen=True, slots=True)
class Axis:
    """Vars that move together, and the values that each takes."""

    values: Mapping[str, Values]

    def __len__(self) -> int:
        return len(next(iter(self.values.values())))


def values_of(given: Sequence[object]) -> Values:
    """Numbers as an array, all ints or all floats; words and tuples as they are.

    >>> values_of([1, 2]).dtype.kind, values_of([1, 2.5]).dtype.kind, values_of(["relu", "silu"])
    ('i', 'f', ['relu', 'silu'])
    """
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in given):
        return list(given)
    if any(isinstance(one, int) and abs(one) > LARGEST for one in given):
        return list(given)
    return np.array(given, np.int64 if all(isinstance(one, int) for one in given) else np.float64)


def _chosen(values: Values, digits: Array) -> Array | list[object]:
    if isinstance(values, np.ndarray):
        return values[digits]
    return [values[digit] for digit in digits.tolist()]


@dataclass(frozen=True, slots=True)
class Space:
    """Axes in order, the last of which moves fastest."""

    axes: tuple[Axis, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The vars that are swept."""
        return tuple([name for axis in self.axes for name in axis.values])

    def __len__(self) -> int:
        return self.size

    @property
    def size(self) -> int:
        """The number of points."""
        return prod([len(axis) for axis in self.axes])

    def columns(self, box: Box) -> dict[str, Array | list[object]]:
        """The vars at each point of a box with one edge."""
        (edge,) = box.edges
        return {
            name: _chosen(values, edge.digits[number])
            for number, axis in enumerate(self.axes)
            for name, values in axis.values.items()
        }

    def listed(self, box: Box) -> dict[str, list[object]]:
        """The same as lists."""
        columns = self.columns(box)
        return {
            name: one if isinstance(one, list) else one.tolist() for name, one in columns.items()
        }

    def box(self, points: Array) -> Box:
        """Any points, by their numbers: one edge, whose steps are these."""
        digits: dict[int, Array] = {}
        left = points
        for number in reversed(range(len(self.axes))):
            left, digits[number] = np.divmod(left, len(self.axes[number]))
        return Box(0, (Edge(digits, points),))

    def cuts(self, most: int) -> Cuts:
        """All points in chunks of at most so many."""
        size, inner = 1, len(self.axes)
        while inner > 0 and size * len(self.axes[inner - 1]) <= most:
            inner -= 1
            size *= len(self.axes[inner])
        return Cuts(self, inner - 1, max(most // size, 1))


@dataclass(frozen=True, slots=True)
class Cuts:
    """A space in chunks: the axes after `axis` are whole in each, and it is cut at every `step`."""

    space: Space
    axis: int  # -1 where all is one chunk
    step: int

    def __len__(self) -> int:
        if self.axis < 0:
            return 1
        return prod([len(axis) for axis in self.space.axes[: self.axis]]) * self._pieces

    @property
    def _pieces(self) -> int:
        return -(-len(self.space.axes[self.axis]) // self.step)

    def box(self, number: int) -> Box:
        """The points of a chunk by its number."""
        begins = self._begins(number)
        edges, first, stride = [], 0, 1
        for axis in reversed(range(len(self.space.axes))):
            length = len(self.space.axes[axis])
            begin = begins.get(axis, 0)
            end = length if axis > self.axis else begin + 1
            if axis == self.axis:
                end = min(begin + self.step, length)
            steps = np.arange(begin, end)
            edges.append(Edge({axis: steps}, (steps - begin) * stride))
            first += begin * stride
            stride *= length
        return Box(first, tuple(reversed(edges)))

    def _begins(self, number: int) -> dict[int, int]:
        """The first step along each axis that is not whole."""
        if self.axis < 0:
            return {}
        number, piece = divmod(number, self._pieces)
        found = {self.axis: piece * self.step}
        for axis in reversed(range(self.axis)):
            number, found[axis] = divmod(number, len(self.space.axes[axis]))
        return found
