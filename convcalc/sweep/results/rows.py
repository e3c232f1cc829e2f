"""Columns of points as lines of text, one for each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Columns: TypeAlias = dict[str, Sequence[Any]]  # of one length, by their names in order


@dataclass(frozen=True, slots=True)
class Text:
    """A format of lines: what stands before them, between the values, and how a word is written."""

    head: Callable[[Sequence[str]], str]
    pattern: Callable[[Sequence[str]], str]  # of a line, with %s for each value
    word: Callable[[object], str]

    def lines(self, columns: Columns) -> Iterator[str]:
        """A line for each row."""
        pattern = self.pattern(list(columns))
        written = [self._written(column) for column in columns.values()]
        yield from map(pattern.__mod__, zip(*written, strict=True))

    def _written(self, column: Sequence[Any]) -> Sequence[Any]:
        """Numbers as Python writes them; words once for each that there is."""
        if all(type(one) is int or type(one) is float for one in column[:1]):
            return column
        words = {one: self.word(one) for one in set(column)}
        return [words[one] for one in column]


def _csv_line(cells: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _csv_word(value: object) -> str:
    return _csv_line([str(value).lower() if isinstance(value, bool) else _shown(value)])


def _shown(value: object) -> str:
    """A value as a file of ours would write it: `3x5` for several numbers."""
    return "x".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


CSV = Text(
    head=lambda names: _csv_line(names) + "\n",
    pattern=lambda names: ",".join(["%s"] * len(names)) + "\n",
    word=_csv_word,
)
JSONL = Text(
    head=lambda _: "",
    pattern=lambda names: (
        "{" + ", ".join([f"{_escaped(json.dumps(name))}: %s" for name in names]) + "}\n"
    ),
    word=json.dumps,
)
