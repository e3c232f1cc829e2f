"""What a file holds: scalars, sequences and mappings, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

Value = int | float | bool | str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Line and column from 1; `width` is that of a scalar as written, quotes included. [chars]"""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value by the core rules of YAML 1.2, and the text that was written, without quotes."""

    mark: Mark
    value: Value
    text: str
    plain: bool = True  # not in quotes


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items in their order."""

    mark: Mark
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and what it stands for."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries in the order of the file; a key is compared by its text, in quotes or not.

    >>> here = Mark(1, 1)
    >>> kernel = Entry(Scalar(here, "k", "k"), Scalar(here, 3, "3"))
    >>> Mapping(here, (kernel,)).get("k").value
    3
    """

    mark: Mark
    entries: tuple[Entry, ...]
    _values: dict[str, Node] | None = field(default=None, init=False, repr=False, compare=False)

    def get(self, name: str) -> Node | None:
        """What the key of that name stands for, or None where there is no such key."""
        values = self._values
        if values is None:
            values = {entry.key.text: entry.value for entry in self.entries}
            object.__setattr__(self, "_values", values)
        return values.get(name)


Node = Scalar | Sequence | Mapping
