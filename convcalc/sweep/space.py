"""The space of a sweep: axes of values, whose combinations are numbered by mixed radix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

    def values(self, point: int) -> dict[str, object]:
        """The vars at a point by its number."""
        found: dict[str, object] = {}
        for axis in reversed(self.axes):
            point, digit = divmod(point, len(axis))
            for name, values in axis.values.items():
                one = values[digit]
                found[name] = one.item() if isinstance(one, np.generic) else one
        return {name: found[name] for name in self.names}

    def boxes(self, most: int) -> Iterator[Box]:
        """All points in order, at most so many at once."""
        inner = self._inner(most)
        whole = self.axes[inner + 1 :]
        after = prod([len(axis) for axis in whole])
        if inner < 0:
            yield self._box(0, ())
            return
        outer = prod([len(axis) for axis in self.axes[:inner]])
        length, step = len(self.axes[inner]), max(most // after, 1)
        for number in range(outer):
            for begin in range(0, length, step):
                first = (number * length + begin) * after
                yield self._box(first, self._digits(number, inner), (begin, begin + step))

    def _inner(self, most: int) -> int:
        """The axis that is cut: all after it fit as wholes. -1 where nothing is cut."""
        size = 1
        for number in reversed(range(len(self.axes))):
            size *= len(self.axes[number])
            if size > most:
                return number
        return -1

    def _digits(self, number: int, axes: int) -> tuple[int, ...]:
        digits = []
        for axis in reversed(self.axes[:axes]):
            number, digit = divmod(number, len(axis))
            digits.append(digit)
        return tuple(reversed(digits))

    def _box(self, first: int, fixed: tuple[int, ...], cut: tuple[int, int] | None = None) -> Box:
        edges, stride = [], 1
        for number in reversed(range(len(self.axes))):
            length = len(self.axes[number])
            if number < len(fixed):
                steps = np.array([fixed[number]])
                offsets = np.zeros(1, np.int64)
            elif cut and number == len(fixed):
                steps = np.arange(cut[0], min(cut[1], length))
                offsets = (steps - cut[0]) * stride
            else:
                steps = np.arange(length)
                offsets = steps * stride
            edges.append(Edge({number: steps}, offsets))
            stride *= length
        return Box(first, tuple(reversed(edges)))
