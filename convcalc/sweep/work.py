"""Chunks at work: computed, and their rows written, in this process or in others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal

from convcalc.errors import InputError
from convcalc.sweep.chunks import Chunk, Chunks, joined
from convcalc.sweep.front import Front
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.results import Parts
from convcalc.sweep.results.rows import Columns

_AHEAD = 2  # chunks that wait for each process


class Worker:
    """Computes chunks by their numbers, and writes their parts."""

    def __init__(self, recipe: Recipe) -> None:
        self.sweep = recipe.sweep()
        self.chunks = Chunks(self.sweep, recipe.chunk)
        self.parts = Parts.of(self.sweep, self.chunks)
        self._front: Front | None = None

    def work(self, number: int) -> Chunk:
        """One chunk; its rows are in their file, and no more in memory."""
        chunk = self.chunks.chunk(number, self._front, table=self.parts is not None)
        self._front = joined(self._front, chunk.front)
        if self.parts:
            self.parts.write(number, chunk, self._columns(chunk))
        return Chunk(chunk.counts, chunk.front, None)

    def _columns(self, chunk: Chunk) -> Columns | None:
        if chunk.table is None:
            return None
        points = chunk.table.points
        terms = [term.text for term in self.sweep.columns]
        swept = self.sweep.space.columns(self.chunks.box_of(points))
        return {"point": points, **swept, **dict(zip(terms, chunk.table.columns, strict=True))}


_WORKERS: list[Worker] = []  # the one of this process


def _start(recipe: Recipe, digest: str) -> None:
    signal(SIGINT, SIG_IGN)  # the first process is told, and lets the others end their chunks
    worker = Worker(recipe)
    if worker.sweep.digest != digest:
        raise InputError("CC132", f"{recipe.word} has changed while it is swept; begin again")
    _WORKERS.append(worker)


def _work(number: int) -> Chunk:
    return _WORKERS[0].work(number)


def spread(recipe: Recipe, digest: str, numbers: Sequence[int], jobs: int) -> Iterator[Chunk]:
    """Chunks in several processes, each as it is done; few wait at a time, however many there are.

    Raises what a process raises, and InputError where one was ended from outside.
    """
    try:
        yield from _done(recipe, digest, numbers, jobs)
    except BrokenProcessPool:
        sentence = "a process was ended, for want of memory perhaps; try fewer jobs, and --resume"
        raise InputError("CC133", sentence) from None


def _done(recipe: Recipe, digest: str, numbers: Sequence[int], jobs: int) -> Iterator[Chunk]:
    context = get_context("spawn")
    left = iter(numbers)
    with ProcessPoolExecutor(jobs, context, _start, (recipe, digest)) as pool:
        waiting: set[Future[Chunk]] = set()
        try:
            for number in left:
                waiting.add(pool.submit(_work, number))
                if len(waiting) >= _AHEAD * jobs:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from [one.result() for one in done]
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from [one.result() for one in done]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
