"""Columns of points as lines of text, one for each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from convcalc.sweep.calculation import Array

Column: TypeAlias = Array | list[object]  # numbers, or words
Columns: TypeAlias = Mapping[str, Column]  # of one length, by their names in order
_BLOCK = 2**14  # lines that are made at once


@dataclass(frozen=True, slots=True)
class Text:
    """A format of lines: what stands before them, between the values, and how a word is written."""

    head: Callable[[Sequence[str]], str]
    pattern: Callable[[Sequence[str]], str]  # of a line, with %s for each value
    word: Callable[[object], str]

    def blocks(self, columns: Columns) -> Iterator[bytes]:
        """A line for each row, many at a time."""
        pattern = self.pattern(list(columns))
        length = len(next(iter(columns.values())))
        for begin in range(0, length, _BLOCK):
            rows = zip(
                *[self._written(one[begin : begin + _BLOCK]) for one in columns.values()],
                strict=True,
            )
            yield "".join(map(pattern.__mod__, rows)).encode()

    def _written(self, column: Column) -> list[object]:
        """Numbers as Python writes them; words once for each that there is."""
        if not isinstance(column, list):
            return list(column.tolist())
        words = {one: self.word(one) for one in set(column)}
        return [words[one] for one in column]


def _csv_line(cells: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def shown(value: object) -> str:
    """A value as a file of ours would write it.

    >>> shown((3, 5)), shown(True), shown("relu")
    ('3x5', 'true', 'relu')
    """
    if isinstance(value, tuple):
        return "x".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


CSV = Text(
    head=lambda names: _csv_line(names) + "\n",
    pattern=lambda names: ",".join(["%s"] * len(names)) + "\n",
    word=lambda value: _csv_line([shown(value)]),
)
JSONL = Text(
    head=lambda _: "",
    pattern=lambda names: (
        "{" + ", ".join([f"{_escaped(json.dumps(name))}: %s" for name in names]) + "}\n"
    ),
    word=json.dumps,
)
