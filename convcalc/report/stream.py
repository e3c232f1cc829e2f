"""Answers as they come. What takes a run leaves at once, the rest whenever input is waited for."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple, TextIO

from convcalc.report.answer import Answer
from convcalc.report.columns import Column, columns
from convcalc.report.layers import write_layers
from convcalc.report.record import record
from convcalc.report.sheet import json_lines

WITH_ERRORS = frozenset({"json", "jsonl"})  # the formats in which an error has a place
COLLECTED = frozenset({"table", "markdown"})  # the formats that wait for the last answer


class Result(NamedTuple):
    """What became of one line: an answer or an error; and the keys that are the user's own."""

    line: int
    answer: Answer | None = None
    error: str = ""
    own: Mapping[str, Any] = MappingProxyType({})

    def record(self) -> dict[str, Any]:
        """The answer under the contract's keys, or `{"line": …, "error": …}`."""
        if self.answer is None:
            return {"line": self.line, "error": self.error, **self.own}
        return {**record(self.answer), **self.own}


class _Echo:
    """A file that gives back what is written: `csv` writes to files only."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text


@dataclass(frozen=True, slots=True)
class Stream:
    """A format of answers that leave as they come: their texts, and what stands around these."""

    texts: Callable[[Iterable[Result]], Iterator[str]]
    head: str = ""
    first: str = ""  # before the first text
    between: str = ""
    tail: str = ""
    empty: str = ""  # the tail where there is no text

    def write(self, texts: Iterable[str], out: TextIO, *, at_once: bool) -> None:
        """All of it; the tail whatever happens, so that it can be read."""
        out.write(self.head)
        before, tail = self.first, self.empty
        try:
            for text in texts:
                out.write(before + text)
                before, tail = self.between, self.tail
                if at_once:
                    out.flush()
        finally:
            out.write(tail)


def _records(results: Iterable[Result]) -> Iterator[str]:
    return (json.dumps(result.record(), ensure_ascii=False) for result in results)


def _jsonl(results: Iterable[Result]) -> Iterator[str]:
    return json_lines(result.record() for result in results)


def _csv(results: Iterable[Result], chosen: Sequence[Column]) -> Iterator[str]:
    for answer in _answers(results):
        yield _row([column.value(answer) for column in chosen])


def _row(cells: Iterable[object]) -> str:
    text: str = csv.writer(_Echo(), lineterminator="\n").writerow(cells)
    return text


def _plain(results: Iterable[Result], chosen: Sequence[Column]) -> Iterator[str]:
    for answer in _answers(results):
        yield "\t".join(str(column.value(answer)) for column in chosen) + "\n"


def write_collected(results: Iterable[Result], form: str, out: TextIO) -> None:
    """Columns need all their cells before they have a width."""
    if answers := list(_answers(results)):
        write_layers(answers, form, out)


def _answers(results: Iterable[Result]) -> Iterator[Answer]:
    return (result.answer for result in results if result.answer)


def stream(form: str, *, verified: bool) -> Stream:
    """The format of that name, of those that are not COLLECTED."""
    chosen = columns(verified=verified)
    streams = {
        "jsonl": Stream(_jsonl),
        "json": Stream(_records, "[", "\n", ",\n", "\n]\n", "]\n"),
        "csv": Stream(partial(_csv, chosen=chosen), _row(column.key for column in chosen)),
        "plain": Stream(partial(_plain, chosen=chosen)),
    }
    return streams[form]
