"""`[tool.convcalc]` of pyproject.toml as nodes that know their place: the same that YAML gives."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from convcalc.audit.config import toml_places
from convcalc.audit.config.toml_places import Places
from convcalc.errors import InputError
from convcalc.network.files import DISK, unreadable
from convcalc.network.source import Entry, Mark, Node, Scalar, Source
from convcalc.network.source import Mapping as MappingNode
from convcalc.network.source import Sequence as SequenceNode
from convcalc.network.source.text import Text, lined

_NAME = "convcalc"
_TABLE = ("tool", _NAME)
_AT = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


def has_table(file: Path) -> bool:
    """Whether a pyproject.toml says something to us; one that is broken does where it seems so."""
    data = file.read_bytes()
    if _NAME.encode() not in data:
        return False
    try:
        return _table(tomllib.loads(data.decode().removeprefix("\ufeff"))) is not None
    except (ValueError, RecursionError):
        return b"tool.convcalc" in data


def read_toml_table(path: str) -> Source:
    """The table as a source.

    Raises InputError: CC101 for what cannot be read, CC106 for what is no TOML.
    """
    try:
        text = lined(path, Path(path).read_bytes().decode())
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise unreadable(path, "the file is not UTF-8; save it as UTF-8") from None
    try:
        table = _table(tomllib.loads(text.text))
    except tomllib.TOMLDecodeError as error:
        raise _failure(error, text) from None
    except RecursionError:
        raise unreadable(path, "it is nested too deep") from None
    root = _Located(Places(text)).root({} if table is None else table)
    return Source(text.file, text.text, text.lines, root, path, DISK)


def _table(whole: Mapping[str, Any]) -> object:
    tool = whole.get("tool")
    return tool.get(_NAME) if isinstance(tool, Mapping) else None


def _failure(error: tomllib.TOMLDecodeError, text: Text) -> InputError:
    said = _AT.sub("", str(error)).strip()
    found = _AT.search(str(error))
    place = [int(one) for one in found.groups() if one] if found else []
    mark = Mark(*place) if place else text.mark_at(len(text.text.rstrip()))
    return text.error("CC106", f"this is no TOML: {said[:1].lower()}{said[1:]}", mark)


class _Located:
    """Values of the table with their places."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def root(self, table: object) -> Node:
        """The table, under the version that it need not state."""
        mark = self._places.keys.get(_TABLE, Mark(1, 1))
        found = self._node(table, _TABLE, mark)
        if not isinstance(found, MappingNode) or found.get(_NAME) is not None:
            return found
        version = Entry(Scalar(mark, _NAME, _NAME), Scalar(mark, 1, "1"))
        return MappingNode(mark, (version, *found.entries))

    def _node(self, value: object, path: toml_places.Path, beside: Mark) -> Node:
        mark = self._places.values.get(path, beside)
        if isinstance(value, Mapping):
            return MappingNode(mark, tuple([self._entry(value, key, path) for key in value]))
        if isinstance(value, Sequence) and not isinstance(value, str):
            nodes = [self._node(one, (*path, index), mark) for index, one in enumerate(value)]
            return SequenceNode(mark, tuple(nodes))
        if isinstance(value, str):
            return Scalar(mark, value, value, plain=False)
        known = value if isinstance(value, bool | int | float) else str(value)
        return Scalar(mark, known, self._places.written.get(path, str(value)))

    def _entry(self, table: Mapping[str, object], key: str, path: toml_places.Path) -> Entry:
        mark = self._places.keys.get((*path, key), Mark(1, 1))
        return Entry(Scalar(mark, key, key), self._node(table[key], (*path, key), mark))
