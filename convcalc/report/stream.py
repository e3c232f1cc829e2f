"""Answers as they come. What takes a run leaves at once, the rest whenever input is waited for."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple, TextIO

from convcalc.report.answer import Answer
from convcalc.report.columns import columns
from convcalc.report.layers import write_layers
from convcalc.report.record import record
from convcalc.report.sheet import json_lines

WITH_ERRORS = frozenset({"json", "jsonl"})  # the formats in which an error has a place


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


def _jsonl(results: Iterable[Result], out: TextIO, *, verified: bool) -> None:
    for line in json_lines(result.record() for result in results):
        out.write(line)
        if verified:
            out.flush()


def _json(results: Iterable[Result], out: TextIO) -> None:
    """One list; it is closed whatever happens, so that it can be read."""
    before = "["
    try:
        for result in results:
            out.write(before + "\n" + json.dumps(result.record(), ensure_ascii=False))
            before = ","
    finally:
        out.write("[]\n" if before == "[" else "\n]\n")


def _csv(results: Iterable[Result], out: TextIO, *, verified: bool) -> None:
    chosen = columns(verified=verified)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.key for column in chosen])
    for answer in _answers(results):
        writer.writerow([column.value(answer) for column in chosen])
        if verified:
            out.flush()


def _plain(results: Iterable[Result], out: TextIO, *, verified: bool) -> None:
    chosen = columns(verified=verified)
    for answer in _answers(results):
        out.write("\t".join(str(column.value(answer)) for column in chosen) + "\n")
        if verified:
            out.flush()


def _collected(results: Iterable[Result], out: TextIO, *, form: str) -> None:
    """Columns need all their cells before they have a width."""
    if answers := list(_answers(results)):
        write_layers(answers, form, out)


def _answers(results: Iterable[Result]) -> Iterator[Answer]:
    return (result.answer for result in results if result.answer)


def stream(form: str, *, verified: bool) -> Callable[[Iterable[Result], TextIO], None]:
    """What writes results in that format as they come."""
    writers: dict[str, Callable[[Iterable[Result], TextIO], None]] = {
        "jsonl": partial(_jsonl, verified=verified),
        "json": _json,
        "csv": partial(_csv, verified=verified),
        "plain": partial(_plain, verified=verified),
        "table": partial(_collected, form="table"),
        "markdown": partial(_collected, form="markdown"),
    }
    return writers[form]
