"""A network file, read: what it says, with every value compiled and every place known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from convcalc.errors import Place
from convcalc.network.values import Value
from convcalc.ops.spec import Spec

if TYPE_CHECKING:
    from convcalc.network.budgets import Budget


@dataclass(frozen=True, slots=True)
class Word:
    """A name that a file writes."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class SpecCall:
    """An operator or a variant with its arguments; `first` are those of copy 0."""

    spec: type[Spec]
    arguments: Mapping[str, Value]
    first: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class BlockCall:
    """A block of the file with values for its vars."""

    block: str
    arguments: Mapping[str, Value]
    first: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Branch:
    """One way of several through a combinator."""

    name: str
    place: Place
    layers: tuple[Item, ...]
    condition: Value | None = None
    source: Word | None = None
    train_only: bool = False


@dataclass(frozen=True, slots=True)
class JoinCall:
    """An operator on several tensors: those named, or what branches make."""

    spec: type[Spec]
    names: tuple[Word, ...] = ()
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitCall:
    """The input's channels under several names, in equal parts unless sizes are given."""

    into: tuple[Word, ...]
    sizes: Value | None


Call: TypeAlias = SpecCall | BlockCall | JoinCall | SplitCall


@dataclass(frozen=True, slots=True)
class Row:
    """One row of `each`: the stage it makes."""

    values: Mapping[str, Value]
    name: str | None = None
    condition: Value | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list of layers, with the graph words beside it."""

    op: str
    place: Place  # of the operator's name
    path: str  # its own part of the path
    call: Call | None  # none where it cannot be read: what it writes is not known
    name: str | None = None
    sources: tuple[Word, ...] = ()
    condition: Value | None = None
    repeat: Value | None = None
    counted: bool = False  # `i` is the number of the copy, and no name of the file's own
    rows: tuple[Row, ...] = ()
    train_only: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Layers with a name, and vars that stand for values: None must be given."""

    name: str
    place: Place
    variables: Mapping[str, Value | None]
    layers: tuple[Item, ...]
    broken: bool = False  # its vars cannot be read: what it writes is not known


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a file expects of itself."""

    value: int
    place: Place


@dataclass(frozen=True, slots=True)
class Preset:
    """Named settings of one file."""

    name: str
    place: Place
    variables: Mapping[str, Value]
    input: Mapping[str, Value] | None
    expected: Mapping[str, Figure]
    source: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a network file says."""

    name: str
    file: str
    input: Mapping[str, Value]
    variables: Mapping[str, Value]
    blocks: Mapping[str, Block]
    layers: tuple[Item, ...]
    outputs: tuple[Word, ...] = ()
    presets: Mapping[str, Preset] = field(default_factory=dict)
    expected: Mapping[str, Figure] = field(default_factory=dict)
    source: str = ""
    budget: Budget | None = None
