"""A sweep from its first point to its last."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field

from convcalc.sweep.chunks import Chunk, joined
from convcalc.sweep.counts import Counts
from convcalc.sweep.engines import ENGINES, How
from convcalc.sweep.front import Front
from convcalc.sweep.model import Sweep
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.work import Worker

Progress = Callable[[int], None]


@dataclass(slots=True)
class Result:
    """What a sweep has come to."""

    sweep: Sweep
    counts: Counts = field(default_factory=Counts)
    front: Front | None = None

    def add(self, chunk: Chunk) -> None:
        """One chunk more."""
        self.counts.add(chunk.counts)
        self.front = joined(self.front, chunk.front)


def run(recipe: Recipe, how: How | None = None, progress: Progress | None = None) -> Result:
    """Compute all points, chunk by chunk; `progress` is told how many are done.

    Raises InputError for what is wrong with the sweep, or where results are in the way; OSError
    where they cannot be written; LostError where others that compute are gone.
    """
    how, worker = how or How(), Worker(recipe.kept())
    sweep, parts = worker.sweep, worker.parts
    if parts:
        parts.begin(sweep.digest, resume=how.resume, overwrite=how.overwrite)
    result = Result(sweep)
    try:
        with closing(_chunks(worker, how)) as chunks:  # whoever computes them ends before we do
            for chunk in chunks:
                result.add(chunk)
                if progress:
                    progress(chunk.counts.points)
    except Exception:
        if parts:
            parts.drop_if_empty()
        raise
    if parts:
        parts.end()
    return result


def _chunks(worker: Worker, how: How) -> Generator[Chunk]:
    """Those that are finished, then the others as they come."""
    left, parts = [], worker.parts
    for number in range(len(worker.chunks)):
        known = parts.finished(number) if parts else None
        if known is None:
            left.append(number)
        else:
            yield known
    if left:
        yield from ENGINES[how.engine](worker, left, how)
