"""What a finished part has come to, so that nothing of it is computed again."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np

from convcalc.sweep.chunks import Chunk
from convcalc.sweep.counts import Counts
from convcalc.sweep.front import Front


def told(chunk: Chunk, rows: int) -> bytes:
    """Counts and front as JSON."""
    counts, front = chunk.counts, chunk.front
    record = {
        "rows": rows,
        "points": counts.points,
        "left_out": dict(counts.left_out),
        "impossible": dict(counts.impossible),
        "limited": dict(counts.limited),
        "left": counts.left,
        "front": None
        if front is None
        else {
            "objectives": [column.tolist() for column in front.objectives],
            "points": front.points.tolist(),
            "counts": front.counts.tolist(),
        },
    }
    return json.dumps(record).encode()


def read(text: bytes) -> tuple[Chunk, int]:
    """The same again, and how many rows the part has."""
    record = json.loads(text)
    counts = Counts(
        points=record["points"],
        left_out=Counter(record["left_out"]),
        impossible=Counter(record["impossible"]),
        limited=Counter(record["limited"]),
        left=record["left"],
    )
    return Chunk(counts, _front(record["front"]), None), record["rows"]


def _front(record: dict[str, Any] | None) -> Front | None:
    if record is None:
        return None
    objectives = tuple([np.array(column) for column in record["objectives"]])
    points = np.array(record["points"], np.int64)
    return Front(objectives, points, np.array(record["counts"], np.int64))
