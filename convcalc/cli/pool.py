"""Blocks of lines answered by several processes, in order, and few of them at a time.

There is no thread here, so that a process can be forked. A process has one block at a time, so
that no side waits for the other to read while it writes itself.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, TypeVar

from convcalc.cli.processes import Method, method
from convcalc.errors import InputError
from convcalc.interrupts import interrupts_wait
from convcalc.jsonl import Block

_AHEAD = 4  # blocks for each process that are read, or answered before it is their turn

T = TypeVar("T")
Work = Callable[[Block], T]


class Feed(NamedTuple):
    """Blocks, and what they are read from: a file, or what may have to be waited for."""

    blocks: Iterator[Block]
    source: BufferedReader
    slow: bool


@dataclass(slots=True)
class _Turn(Generic[T]):
    """A block that is answered or will be."""

    block: Block
    done: bool = False
    answer: T | None = None


@dataclass(eq=False, slots=True)
class _Process(Generic[T]):
    """Another process, this end of its pipe, and the block it is at."""

    process: BaseProcess
    pipe: Connection
    turn: _Turn[T] | None = None

    def give(self, turn: _Turn[T]) -> None:
        self.turn = turn
        try:
            self.pipe.send(turn.block)
        except OSError:
            raise self._lost(turn.block) from None

    def take(self) -> None:
        """The answer, which has come."""
        turn, self.turn = self.turn, None
        if turn:
            try:
                turn.answer, turn.done = self.pipe.recv(), True
            except (EOFError, OSError):
                raise self._lost(turn.block) from None

    def _lost(self, block: Block) -> InputError:
        self.process.join()
        code = self.process.exitcode or 0
        by = f" by signal {-code} ({signal.strsignal(-code)})" if code < 0 else ""
        return InputError(
            "CC125",
            f"the process with lines {block.number} to {block.last} was ended{by};"
            " if memory is short, use fewer of them: --jobs 1",
        )


class Pool(Generic[T]):
    """Processes, each of which starts when there is a block and no other is free."""

    def __init__(self, work: Work[T], most: int) -> None:
        self._work = work
        self._most = most
        self._all: list[_Process[T]] = []
        self._turns: deque[_Turn[T]] = deque()

    def answers(
        self, feed: Feed, waiting: Callable[[], object]
    ) -> Generator[tuple[Block, T | None]]:
        """Each block with its answer, in order, as soon as both are there.

        Before each wait `waiting` is called.

        Raises InputError when one of the processes has ended.
        """
        try:
            more = self._give(feed)
            while more or self._turns:
                if self._turns and self._turns[0].done:
                    turn = self._turns.popleft()
                    yield turn.block, turn.answer
                elif more and self._has_room():
                    more = not self._comes(feed, waiting) or self._give(feed)
                else:
                    self._take(wait(self._ends()))
        finally:
            self._end()

    def _has_room(self) -> bool:
        """Whether a block would be begun at once, and is not too far ahead."""
        free = len(self._busy()) < self._most
        return free and len(self._turns) < _AHEAD * self._most

    def _busy(self) -> list[_Process[T]]:
        return [one for one in self._all if one.turn]

    def _ends(self) -> list[Any]:  # what `wait` takes, which has no name
        return [one.pipe for one in self._busy()]

    def _comes(self, feed: Feed, waiting: Callable[[], object]) -> bool:
        """Whether there is something to read; else an answer has come."""
        if not feed.slow:
            self._take(wait(self._ends(), 0))
            return True
        waiting()
        source = feed.source.fileno()
        ready = wait([*self._ends(), source])
        self._take(ready)
        return source in ready

    def _take(self, ready: Sequence[Any]) -> None:
        for one in self._busy():
            if one.pipe in ready:
                one.take()

    def _give(self, feed: Feed) -> bool:
        """Let a process have the next block; False at the end."""
        block = next(feed.blocks, None)
        if block and block.text:
            self._turns.append(_Turn(block))
            free = (one for one in self._all if not one.turn)
            one = next(free, None) or self._start(method())
            one.give(self._turns[-1])
        return block is not None

    def _start(self, how: Method) -> _Process[T]:
        context = get_context("fork") if how == "fork" else get_context("spawn")
        ours, theirs = context.Pipe()
        # A fork copies this end of every pipe: none would be closed when this process has ended.
        copies = [ours, *(one.pipe for one in self._all)] if how == "fork" else []
        process = context.Process(target=_serve, args=(theirs, copies, self._work), daemon=True)
        started = _Process[T](process, ours)
        with interrupts_wait(spawned=how == "spawn"):
            process.start()
            self._all.append(started)
        theirs.close()
        return started

    def _end(self) -> None:
        """Leave none behind; they have nothing to clear up."""
        for one in self._all:
            one.process.kill()
        for one in self._all:
            one.process.join()
            one.pipe.close()


def _serve(pipe: Connection, copies: list[Connection], work: Work[T]) -> None:
    """Answer blocks until the other end is closed, as it also is when its process dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for copy in copies:
        copy.close()
    with suppress(EOFError, OSError):
        while True:
            pipe.send(work(pipe.recv()))
