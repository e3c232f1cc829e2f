"""`[tool.convcalc]` of pyproject.toml as nodes that know their place.

The standard library reads TOML without places. Keys and values come in the order of the text, so
each is looked for behind the one before it; what cannot be found has the place of its table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from convcalc.errors import InputError
from convcalc.network.source import DISK, Entry, Mark, Node, Scalar, Source
from convcalc.network.source import Mapping as MappingNode
from convcalc.network.source import Sequence as SequenceNode
from convcalc.network.source.decode import unreadable
from convcalc.network.source.text import Text, lined

_NAME = "tool.convcalc"
TABLE = _NAME.encode()
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
# Comments go first, then texts of several lines, texts of one, and bare words.
_TOKEN = re.compile(
    r"#[^\n]*"
    r"|\"{3}(?s:.*?)\"{3,5}|'{3}(?s:.*?)'{3,5}"
    r"|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'"
    r"|[\w+\-.:]+"
)
_QUOTES = "'\""


def read_toml_table(path: str) -> Source:
    """The table as a source: the same nodes that YAML gives.

    Raises InputError: CC101 for what cannot be read, CC106 for what is no TOML.
    """
    try:
        text = lined(path, Path(path).read_bytes().decode())
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise unreadable(path, "the file is not UTF-8; save it as UTF-8") from None
    try:
        whole = tomllib.loads(text.text)
    except tomllib.TOMLDecodeError as error:
        raise _failure(error, text) from None
    table = whole.get("tool", {}).get("convcalc", {})
    return Source(text.file, text.text, text.lines, _Located(text).root(table), path, DISK)


def _failure(error: tomllib.TOMLDecodeError, text: Text) -> InputError:
    found = _AT.search(str(error))
    said = _AT.sub("", str(error)).strip()
    sentence = f"this is no TOML: {said[:1].lower()}{said[1:]}"
    return text.error("CC106", sentence, Mark(*map(int, found.groups())) if found else Mark(1, 1))


class _Located:
    """The words of a text, taken in order."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._words = [one for one in _TOKEN.finditer(text.text) if not one[0].startswith("#")]
        self._next = next((i for i, one in enumerate(self._words) if one[0].startswith(_NAME)), 0)

    def root(self, table: Mapping[str, object]) -> Node:
        """The table, under the version that its files need not state."""
        mark = self._key("convcalc", Mark(1, 1))
        version = Entry(Scalar(mark, "convcalc", "convcalc"), Scalar(mark, 1, "1"))
        found = self._table(table, mark)
        stated = "convcalc" in table
        return MappingNode(mark, found if stated else (version, *found))

    def _node(self, value: object, beside: Mark) -> Node:
        if isinstance(value, Mapping):
            return MappingNode(beside, self._table(value, beside))
        if isinstance(value, Sequence) and not isinstance(value, str):
            return SequenceNode(beside, tuple([self._node(one, beside) for one in value]))
        return self._scalar(value, beside)

    def _table(self, table: Mapping[str, object], beside: Mark) -> tuple[Entry, ...]:
        return tuple(self._entries(table, beside))

    def _entries(self, table: Mapping[str, object], beside: Mark) -> Iterator[Entry]:
        for key, value in table.items():
            mark = self._key(key, beside)
            yield Entry(Scalar(mark, key, key), self._node(value, mark))

    def _key(self, key: str, beside: Mark) -> Mark:
        """Where a key stands, by itself or as a part of a dotted one."""
        for index in range(self._next, len(self._words)):
            word = self._words[index]
            if word[0].strip(_QUOTES) == key:
                self._next = index + 1
                return self._text.mark_at(word.start(), len(word[0]))
            parts = word[0].split(".")
            if key in parts:
                before = len(".".join(parts[: parts.index(key)]))
                self._next = index + (parts[-1] == key)
                return self._text.mark_at(word.start() + before + bool(before), len(key))
        return beside

    def _scalar(self, value: object, beside: Mark) -> Scalar:
        """A value is the next word behind its key."""
        if self._next >= len(self._words):
            return Scalar(beside, str(value), str(value))
        word = self._words[self._next]
        self._next += 1
        mark = self._text.mark_at(word.start(), len(word[0].split("\n")[0]))
        if isinstance(value, str):
            return Scalar(mark, value, value, plain=False)
        known = value if isinstance(value, bool | int | float) else str(value)
        return Scalar(mark, known, word[0])
