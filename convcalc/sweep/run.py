"""A sweep from its first point to its last, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from convcalc.sweep.chunks import Chunk, joined
from convcalc.sweep.counts import Counts
from convcalc.sweep.front import Front
from convcalc.sweep.model import Sweep
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.results import Parts
from convcalc.sweep.work import Worker, spread

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class How:
    """The ways in which a sweep can be run; the numbers are the same in all of them."""

    jobs: int = 1
    resume: bool = False
    overwrite: bool = False


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
    where they cannot be written.
    """
    how, worker = how or How(), Worker(recipe)
    sweep, parts = worker.sweep, worker.parts
    if parts:
        parts.begin(sweep.digest, resume=how.resume, overwrite=how.overwrite)
    result = Result(sweep)
    for chunk in _chunks(recipe, worker, parts, how.jobs):
        result.add(chunk)
        if progress:
            progress(chunk.counts.points)
    if parts:
        parts.end()
    return result


def _chunks(recipe: Recipe, worker: Worker, parts: Parts | None, jobs: int) -> Iterator[Chunk]:
    """Those that are finished, then the others as they come."""
    left = []
    for number in range(len(worker.chunks)):
        known = parts.finished(number) if parts else None
        if known is None:
            left.append(number)
        else:
            yield known
    if jobs > 1 and len(left) > 1:
        yield from spread(recipe, worker.sweep.digest, left, min(jobs, len(left)))
    else:
        yield from map(worker.work, left)
