"""What becomes of the lines of a batch: one after the other, or a block in another process."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from convcalc.cli import talk
from convcalc.cli.answers import Asked, answer, exit_code
from convcalc.cli.codes import CANNOT_RUN, OK
from convcalc.errors import InputError
from convcalc.jsonl import Block, Line
from convcalc.report.answer import Answer
from convcalc.report.stream import WITH_ERRORS, Result, stream
from convcalc.variants.layer import Layer


class Done(NamedTuple):
    """What another process made of a block."""

    text: str
    said: tuple[str, ...]  # what belongs on stderr
    lines: int
    bad: int


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of each line, the same in all processes."""

    asked: Asked
    defaults: Mapping[str, str]
    place: str  # what stands before the number of a line

    def done(self, block: Block) -> Done | None:
        """The answers of a block; None for a bug, which shows where it can be said."""
        said: list[str] = []
        run = Run(self, said.append)
        made = stream(self.asked.format, verified=self.asked.verify)
        try:
            text = made.between.join(made.texts(run.results(block.lines())))
        except Exception:  # noqa: BLE001 — it happens again in the process that has a last guard
            return None
        return Done(text, tuple(said), run.lines, run.bad)


class Run:
    """One pass over the lines, and what was earned on the way."""

    def __init__(self, order: Order, say: Callable[[str], None] = talk.error) -> None:
        self._order = order
        self._say = say
        self.lines = self.bad = 0
        self._finding = OK

    def results(self, lines: Iterable[Line]) -> Iterator[Result]:
        """What becomes of each line, in order."""
        for line in lines:
            self.lines += 1
            own = {name: value for name, value in line.values.items() if name[:2] == "x-"}
            try:
                yield Result(line.number, self._answer(line, own), own=own)
            except InputError as error:
                self.bad += 1
                if self._order.asked.format not in WITH_ERRORS:
                    self._say(f"{self._order.place}{line.number}: {error}")
                yield Result(line.number, error=str(error), own=own)

    def _answer(self, line: Line, own: Container[str]) -> Answer:
        if line.error:
            raise line.error
        values = line.values
        if own:
            values = {name: value for name, value in values.items() if name not in own}
        found = answer(Layer.read({**self._order.defaults, **values}), self._order.asked)
        if not found.confirmed:
            self._finding = exit_code([found], f"{self._order.place}{line.number}: ")
        return found

    def add(self, done: Done) -> str:
        """The text of a block that was answered elsewhere; what was said there is said."""
        self.lines += done.lines
        self.bad += done.bad
        for sentence in done.said:
            self._say(sentence)
        return done.text

    def exit_code(self) -> int:
        """2 where a line could not be computed, which is said; else 1 for a finding."""
        if self.bad:
            talk.error(f"{self.bad:,} of {self.lines:,} lines cannot be computed")
        return CANNOT_RUN if self.bad else self._finding
