"""The lines of a batch, answered here, or by several processes once there are many."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BufferedReader
from itertools import chain
from typing import TextIO

from convcalc.cli.batch_run import Order, Run
from convcalc.cli.processes import Processes
from convcalc.cli.progress import Told
from convcalc.jsonl import Block, read_blocks
from convcalc.report.stream import COLLECTED, Result, Stream, stream, write_collected


@dataclass(frozen=True, slots=True)
class Lines:
    """Where lines come from, what is asked of them, and who answers."""

    source: BufferedReader
    slow: bool  # it may have to be waited for: no file
    order: Order
    run: Run
    processes: Processes
    told: Told

    def write(self, out: TextIO) -> None:
        """Answer all lines; what is known leaves whenever input is waited for."""
        asked = self.order.asked
        blocks = read_blocks(self.source, out.flush)
        if asked.format in COLLECTED:
            results = chain.from_iterable(map(self._results, blocks))
            write_collected(results, asked.format, out)
            return
        form = stream(asked.format, verified=asked.verify)
        with closing(self._texts(blocks, form, out.flush)) as texts:
            form.write(texts, out, at_once=asked.verify)

    def _texts(
        self, blocks: Iterator[Block], form: Stream, waiting: Callable[[], object]
    ) -> Generator[str]:
        for block in blocks:
            if self._are_many(block):
                yield from self._shared(chain([block], blocks), form, waiting)
                return
            yield from form.texts(self._results(block))

    def _results(self, block: Block) -> Iterator[Result]:
        return self.run.results(self.told.after(block.lines()))

    def _are_many(self, block: Block) -> bool:
        """A run in NumPy has processors and memory for itself, and its answers leave one by one.

        Windows cannot wait for a pipe and for processes at once.
        """
        if self.order.asked.verify or (self.slow and sys.platform == "win32"):
            return False
        return self.processes.wanted(lines=self.run.lines, size=len(block.text))

    def _shared(
        self, blocks: Iterator[Block], form: Stream, waiting: Callable[[], object]
    ) -> Generator[str]:
        from convcalc.cli.pool import Feed, Pool  # noqa: PLC0415 — few inputs are so long

        feed = Feed(blocks, self.source, self.slow)
        pool = Pool(self.order.done, self.processes.most)
        with closing(pool.answers(feed, waiting)) as answers:
            for block, done in answers:
                if done is None:
                    yield from form.texts(self._results(block))
                    continue
                if text := self.run.add(done):
                    yield text
                self.told(block.last, len(block.text))
