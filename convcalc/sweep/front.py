"""The Pareto front, of which no more is kept than itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from convcalc.sweep.calculation import Array
from convcalc.sweep.dominance import not_dominated

_EXACT = 2**53  # ints up to here are floats exactly
_GUARDS = 8  # points of the front against which all others are held first


@dataclass(frozen=True, slots=True)
class Front:
    """Points that no other is better than: in one objective at least, each is as good as can be.

    Of points that are equal in all objectives the first is kept, and how many they are.
    """

    objectives: tuple[Array, ...]  # smaller is better; a column for each objective
    points: Array
    counts: Array

    def __len__(self) -> int:
        return len(self.points)

    @classmethod
    def of(cls, objectives: Sequence[Array], points: Array) -> Front:
        """The front of points, in their order."""
        return _reduced(tuple(objectives), points, np.ones(len(points), np.int64))

    def merged(self, other: Front) -> Front:
        """The front of both."""
        columns = zip(self.objectives, other.objectives, strict=True)
        return _reduced(
            tuple([np.concatenate(pair) for pair in columns]),
            np.concatenate([self.points, other.points]),
            np.concatenate([self.counts, other.counts]),
        )

    def passing(self, objectives: Sequence[Array]) -> Array:
        """Which points a few of the front do not beat: the others need no closer look."""
        passed = np.arange(len(objectives[0]))
        columns = list(objectives)
        for guard in self._guards():
            best = [column[guard] for column in self.objectives]
            pairs = list(zip(columns, best, strict=True))
            beaten = np.logical_and.reduce([column >= least for column, least in pairs])
            apart = [column[beaten] > least for column, least in pairs]
            beaten[beaten] = np.logical_or.reduce(apart)
            passed = passed[~beaten]
            columns = [column[~beaten] for column in columns]
        return passed

    def _guards(self) -> Array:
        """Points far from one another along the front."""
        order = np.argsort(self.objectives[0])
        some: Array = order[np.linspace(0, len(order) - 1, min(_GUARDS, len(order))).astype(int)]
        return some


def _reduced(objectives: tuple[Array, ...], points: Array, counts: Array) -> Front:
    kept = np.flatnonzero(not_dominated(matrix(objectives)))
    columns = [column[kept] for column in objectives]
    order = np.lexsort((points[kept], *reversed(columns)))
    kept, columns = kept[order], [column[order] for column in columns]
    first = np.ones(len(kept), np.bool_)
    if len(kept) > 1:
        first[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    starts = np.flatnonzero(first)
    total = np.add.reduceat(counts[kept], starts) if len(kept) else counts[kept]
    return Front(tuple([column[starts] for column in columns]), points[kept][starts], total)


def matrix(objectives: Sequence[Array]) -> Array:
    """The objectives as floats that are ordered as they are: other ints become ranks."""
    return np.column_stack([_as_floats(column) for column in objectives])


def _as_floats(column: Array) -> Array:
    if column.dtype.kind == "f" or not len(column) or np.abs(column).max() <= _EXACT:
        return column.astype(np.float64)
    return np.unique(column, return_inverse=True)[1].astype(np.float64)
