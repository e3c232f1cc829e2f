"""A sweep from its first point to its last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from convcalc.sweep.chunks import Chunks, joined
from convcalc.sweep.counts import Counts
from convcalc.sweep.front import Front
from convcalc.sweep.model import Sweep


@dataclass(slots=True)
class Result:
    """What a sweep has come to."""

    sweep: Sweep
    counts: Counts = field(default_factory=Counts)
    front: Front | None = None


def run(sweep: Sweep, progress: Callable[[int], None] | None = None) -> Result:
    """Compute all points, chunk by chunk; `progress` is told how many are done."""
    chunks, result = Chunks(sweep), Result(sweep)
    for number in range(len(chunks)):
        chunk = chunks.chunk(number, result.front)
        result.counts.add(chunk.counts)
        result.front = joined(result.front, chunk.front)
        if progress:
            progress(chunk.counts.points)
    return result


@dataclass(frozen=True, slots=True)
class FrontRow:
    """A point of the front: its vars, its columns, and how many points are equal to it."""

    point: int
    variables: Mapping[str, object]
    columns: Mapping[str, int | float]
    equal: int


def front_rows(result: Result) -> tuple[FrontRow, ...]:
    """The points of the front, computed once more for all that is to be shown of them."""
    front, sweep = result.front, result.sweep
    if front is None:
        return ()
    order = np.argsort(front.points)
    points, counts = front.points[order], front.counts[order].tolist()
    chunks = Chunks(sweep)
    columns = chunks.table(points).columns
    names = [term.text for term in sweep.columns]
    return tuple(
        FrontRow(*row)
        for row in zip(
            points.tolist(),
            _records(sweep.space.listed(chunks.box_of(points))),
            _records(dict(zip(names, [column.tolist() for column in columns], strict=True))),
            counts,
            strict=True,
        )
    )


def _records(columns: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """A mapping for each row of columns."""
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(columns, row, strict=True))
