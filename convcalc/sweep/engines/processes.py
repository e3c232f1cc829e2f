"""Chunks in this process, or in several of this machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from time import perf_counter
from typing import NamedTuple

from convcalc.interrupts import interrupts_wait
from convcalc.sweep.chunks import Chunk
from convcalc.sweep.engines.how import How
from convcalc.sweep.engines.lost import LostError
from convcalc.sweep.engines.window import Window
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.work import Worker

_WORKERS: list[Worker] = []  # the one of this process


class _Done(NamedTuple):
    """Chunks as one, how many they are, and how long they took. [s]"""

    chunk: Chunk
    computed: int
    seconds: float


def chunks(worker: Worker, numbers: Sequence[int], how: How) -> Iterator[Chunk]:
    """Each chunk as it is done, by as many processes as are wanted.

    Raises what a process raises, and LostError where one is killed.
    """
    jobs = min(how.jobs, len(numbers))
    if jobs > 1:
        yield from _spread(worker, numbers, jobs)
    else:
        yield from map(worker.work, numbers)


def _spread(worker: Worker, numbers: Sequence[int], jobs: int) -> Iterator[Chunk]:
    """Few are under way at a time, however many there are."""
    given = worker.recipe, worker.sweep.digest
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, given) as pool:
        window, waiting = Window(lambda: jobs, numbers), set[Future[_Done]]()
        try:
            while True:
                with interrupts_wait(spawned=True):  # the first submission starts all processes
                    waiting |= {pool.submit(_work, task) for task in window.filled(len(waiting))}
                if not waiting:
                    return
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for chunk, count, seconds in [one.result() for one in done]:
                    window.took(count, seconds)
                    yield chunk
        except BrokenProcessPool:
            sentence = "a process was killed, perhaps for want of memory; try fewer --jobs"
            raise LostError("CC133", sentence) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _start(recipe: Recipe, digest: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C reaches all; the first one tells us
    Thread(target=_follow, daemon=True).start()
    worker = Worker(recipe)
    worker.require(digest)
    _WORKERS.append(worker)


def _follow() -> None:
    """End with the process that has started this one, however it ends."""
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)


def _work(numbers: Sequence[int]) -> _Done:
    begin = perf_counter()
    chunk = _WORKERS[0].works(numbers)
    return _Done(chunk, len(numbers), perf_counter() - begin)
