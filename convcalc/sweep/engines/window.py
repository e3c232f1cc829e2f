"""How much is under way at once, in processes or on a cluster, which may grow and shrink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

_AHEAD = 2  # tasks that wait for each thread
_EVERY = 1.0  # seconds after which the threads are counted again
# A task costs us 1 ms, and a scheduler 5 ms: it is to be long enough that this is little of it,
# and that a cluster of many threads does not ask more often than we can answer.
_TASK, _TASK_OF_THREAD = 0.25, 0.005  # seconds, and for each thread


class Window:
    """Room for a few tasks per thread, each of as many chunks as are worth one."""

    def __init__(self, threads: Callable[[], int], numbers: Sequence[int]) -> None:
        self._count = threads
        self._numbers = numbers
        self._next = 0
        self._threads = 0
        self._due = 0.0
        self._chunk = _TASK  # seconds of a chunk, until one has been computed

    def took(self, chunks: int, seconds: float) -> None:
        """A task has taken so long."""
        self._chunk = (self._chunk + seconds / chunks) / 2

    def filled(self, under_way: int) -> list[Sequence[int]]:
        """The next tasks, as many as there is room for; one at least if none is under way."""
        if monotonic() >= self._due:
            self._threads = self._count()
            self._due = monotonic() + _EVERY
        room = max(1, _AHEAD * self._threads) - under_way
        tasks: list[Sequence[int]] = []
        while len(tasks) < room and self._next < len(self._numbers):
            end = self._next + self._chunks()
            tasks.append(self._numbers[self._next : end])
            self._next = end
        return tasks

    def _chunks(self) -> int:
        """Those of a task; towards the end fewer, so that all threads end together."""
        threads = max(1, self._threads)
        worth = max(_TASK, _TASK_OF_THREAD * threads) / max(self._chunk, 1e-6)
        left = len(self._numbers) - self._next
        return max(1, min(int(worth), left // (_AHEAD * threads)))
