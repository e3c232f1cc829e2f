"""Where the keys and values of a TOML text stand.

The standard library reads TOML without places. A text that it has accepted is walked once more, by
the few signs that give it its shape; what stands where is known by its path, such as
`("tool", "convcalc", "budgets", 0, "match")`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import TypeAlias

from convcalc.network.source import Mark
from convcalc.network.source.text import Text

Path: TypeAlias = tuple[str | int, ...]

# Comments go first, then texts of several lines, texts of one, bare words and signs.
_TOKEN = re.compile(
    r"#[^\n]*"
    r"|\"{3}(?s:\\.|[^\\])*?\"{3,5}|'{3}(?s:.*?)'{3,5}"
    r"|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'"
    r"|[^\s#\"'\[\]{},=]+"
    r"|[\[\]{},=\n]"
)
_SIGNS = frozenset("[]{},=\n")
_QUOTES = frozenset("'\"")


class Places:
    """The marks of all keys and values, and how each value is written."""

    def __init__(self, text: Text) -> None:
        self.keys: dict[Path, Mark] = {}
        self.values: dict[Path, Mark] = {}
        self.written: dict[Path, str] = {}
        self._text = text
        self._words = [one for one in _TOKEN.finditer(text.text) if not one[0].startswith("#")]
        self._at = 0
        self._lengths: dict[Path, int] = {}  # of arrays of tables, so far
        self._walk()

    def _walk(self) -> None:
        table: Path = ()
        while self._sees():
            if self._sees("\n"):
                self._take()
            elif self._sees("["):
                table = self._header()
            else:
                self._pair(table)

    def _sees(self, signs: str = "") -> bool:
        """Whether there is a next word, or one of these signs."""
        if self._at >= len(self._words):
            return False
        return not signs or self._words[self._at][0] in signs

    def _take(self) -> re.Match[str]:
        self._at += 1
        return self._words[self._at - 1]

    def _header(self) -> Path:
        """`[a.b]`, or `[[a.b]]`, which is one more of a list."""
        depth = 0
        while self._sees("["):
            self._take()
            depth += 1
        names = list(self._names())
        while self._sees("]"):
            self._take()
        path: Path = ()
        for number, (name, mark) in enumerate(names, start=1):
            path = (*path, name)
            self.keys.setdefault(path, mark)
            if depth > 1 and number == len(names):
                self._lengths[path] = self._lengths.get(path, 0) + 1
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
                self.values.setdefault(path, mark)
        return path

    def _pair(self, table: Path) -> None:
        path = table
        for name, mark in self._names():
            path = (*path, name)
            self.keys.setdefault(path, mark)
        if self._sees("="):
            self._take()
        self._value(path)

    def _names(self) -> Iterator[tuple[str, Mark]]:
        """The parts of a key, which may be dotted, quoted and spaced."""
        while self._sees() and not self._sees("".join(_SIGNS)):
            word = self._take()
            if word[0][0] in _QUOTES:
                name = tomllib.loads(f"name = {word[0]}")["name"]
                yield name, self._text.mark_at(word.start(), len(word[0]))
                continue
            for part in re.finditer(r"[^.]+", word[0]):
                yield part[0], self._text.mark_at(word.start() + part.start(), len(part[0]))

    def _value(self, path: Path) -> None:
        word = self._take()
        self.values[path] = self._text.mark_at(word.start())
        if word[0] == "[":
            for number in self._until("]"):
                self._value((*path, number))
        elif word[0] == "{":
            for _ in self._until("}"):
                self._pair(path)
        else:
            self._scalar(path, word)

    def _until(self, end: str) -> Iterator[int]:
        """The number of each item, up to the sign that ends them."""
        number = 0
        while self._sees():
            while self._sees("\n,"):
                self._take()
            if self._sees(end):
                self._take()
                return
            yield number
            number += 1

    def _scalar(self, path: Path, first: re.Match[str]) -> None:
        """One word; a date and its time may be two."""
        last = first
        while self._sees() and not self._sees("".join(_SIGNS)):
            last = self._take()
        written = self._text.text[first.start() : last.end()]
        self.written[path] = written
        self.values[path] = self._text.mark_at(first.start(), len(written.split("\n")[0]))
