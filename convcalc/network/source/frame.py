"""Sequences and mappings while they are read."""

from __future__ import annotations

from abc import ABC, abstractmethod

from convcalc.network.source.findings import Findings
from convcalc.network.source.nodes import Entry, Mapping, Mark, Node, Scalar, Sequence
from convcalc.network.source.syntax import NO_KEY


class Frame(ABC):
    """A container that is open.

    `size` counts its nodes, its own included, `height` the containers from it down; an alias
    counts as what it stands for.
    """

    __slots__ = ("_below", "anchor", "height", "mark")

    def __init__(self, mark: Mark, anchor: str | None) -> None:
        self.mark = mark
        self.anchor = anchor
        self.height = 1
        self._below = 0  # nodes inside of its own ones

    @property
    def size(self) -> int:
        """Its nodes so far."""
        return 1 + len(self) + self._below

    @property
    def wants_key(self) -> bool:
        """Whether the next node is a key."""
        return False

    def hold(self, size: int, height: int) -> None:
        """The next node holds others: how many there are with it, and how deep."""
        self._below += size - 1
        self.height = max(self.height, height + 1)

    @abstractmethod
    def put(self, node: Node) -> None:
        """Take the next node."""

    @abstractmethod
    def node(self) -> Node:
        """The container, complete."""

    @abstractmethod
    def __len__(self) -> int: ...


class Items(Frame):
    """A sequence."""

    __slots__ = ("_items",)

    def __init__(self, mark: Mark, anchor: str | None = None) -> None:
        super().__init__(mark, anchor)
        self._items: list[Node] = []

    def put(self, node: Node) -> None:
        """Take the next item."""
        self._items.append(node)

    def node(self) -> Sequence:
        """The sequence."""
        return Sequence(self.mark, tuple(self._items))

    def __len__(self) -> int:
        return len(self._items)


class Entries(Frame):
    """A mapping: keys and values in turn."""

    __slots__ = ("_entries", "_findings", "_key", "_keys")

    def __init__(self, mark: Mark, anchor: str | None, findings: Findings) -> None:
        super().__init__(mark, anchor)
        self._findings = findings
        self._entries: list[Entry] = []
        self._keys: dict[str, Mark] = {}
        self._key: Scalar | None = None

    @property
    def wants_key(self) -> bool:
        """Whether the next node is a key."""
        return self._key is None

    def put(self, node: Node) -> None:
        """Take a key, or the value of the last one."""
        key = self._key
        if key is None:
            self._key = self._checked(node)
        else:
            self._entries.append(Entry(key, node))
            self._key = None

    def node(self) -> Mapping:
        """The mapping."""
        return Mapping(self.mark, tuple(self._entries))

    def __len__(self) -> int:
        return 2 * len(self._entries)

    def _checked(self, key: Node) -> Scalar:
        if not isinstance(key, Scalar):
            kind = "list" if isinstance(key, Sequence) else "mapping"
            self._findings.add("CC109", f"a {kind} cannot be a key; a key is one word", key.mark)
            return Scalar(key.mark, None, "")
        first = self._keys.setdefault(key.text, key.mark)
        if first is not key.mark:
            self._findings.add("CC108", _twice(key, first), key.mark)
        elif key.plain and key.text in _NO_KEYS:
            self._findings.add(*_NO_KEYS[key.text], key.mark)
        return key


def _twice(key: Scalar, first: Mark) -> str:
    same = key.mark.line == first.line
    where = f"column {first.column} of this line" if same else f"line {first.line}"
    return f'key "{key.text}" is given twice, first in {where}; give it once'


_NO_KEYS = {
    "<<": ("CC109", 'merge keys "<<" are not read; use defaults: or a block with vars:'),
    "": ("CC106", NO_KEY),
}
