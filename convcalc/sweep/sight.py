"""A few points of a sweep beside its front, for a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from convcalc.sweep.calculation import Array
from convcalc.sweep.chunks import Chunks
from convcalc.sweep.draw import mixed
from convcalc.sweep.model import Sweep

_MOST = 4_096
Row = tuple[int | float, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """The objectives, one after the other, at the points of a front and at some of all points."""

    front: tuple[Row, ...]
    others: tuple[Row, ...]


def sight(sweep: Sweep, front: Sequence[int]) -> Sight:
    """Computed once more: the points of a front, and a few drawn at random, always the same."""
    chunks = Chunks(replace(sweep, columns=tuple([one.term for one in sweep.objectives])))
    return Sight(_rows(chunks, np.array(front, np.int64)), _rows(chunks, _drawn(sweep.points)))


def _drawn(count: int) -> Array:
    if count <= _MOST:
        return np.arange(count)
    draws = mixed(np.arange(_MOST, dtype=np.uint64)) % np.uint64(count)
    return np.unique(draws.astype(np.int64))


def _rows(chunks: Chunks, points: Array) -> tuple[Row, ...]:
    """A row for each of the points that are left."""
    table = chunks.table(points) if len(points) else None
    if table is None:
        return ()
    return tuple(zip(*[column.tolist() for column in table.columns], strict=True))
