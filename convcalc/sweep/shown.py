"""The points of a front with all that is shown of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from convcalc.sweep.chunks import Chunks
from convcalc.sweep.run import Result


@dataclass(frozen=True, slots=True)
class FrontRow:
    """A point of the front: its vars, its columns, and how many points are equal to it."""

    point: int
    variables: Mapping[str, object]
    columns: Mapping[str, int | float]
    equal: int


def front_rows(result: Result) -> tuple[FrontRow, ...]:
    """The points of the front in order, computed once more."""
    front, sweep = result.front, result.sweep
    if front is None:
        return ()
    order = np.argsort(front.points)
    points, counts = front.points[order], front.counts[order].tolist()
    chunks = Chunks(sweep)
    names = [term.text for term in sweep.columns]
    columns = [column.tolist() for column in chunks.table(points).columns]
    return tuple(
        FrontRow(*row)
        for row in zip(
            points.tolist(),
            _records(sweep.space.listed(chunks.box_of(points))),
            _records(dict(zip(names, columns, strict=True))),
            counts,
            strict=True,
        )
    )


def _records(columns: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """A mapping for each row of columns."""
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(columns, row, strict=True))
