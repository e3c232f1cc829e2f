"""A sweep from its first point to its last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from convcalc.sweep.chunks import Chunks
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
        if chunk.front is not None:
            result.front = chunk.front if result.front is None else result.front.merged(chunk.front)
        if progress:
            progress(chunk.counts.points)
    return result
