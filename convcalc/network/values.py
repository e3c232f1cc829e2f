"""Values as a network file writes them: numbers, words, expressions and lists of these.

Each is compiled once and knows its place; it is evaluated as often as a layer is repeated.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias

from convcalc.column import Column
from convcalc.errors import Place
from convcalc.network.expression import Expression, ExpressionError, Name, parse
from convcalc.network.problems import Problems
from convcalc.network.source import Mapping as MappingNode
from convcalc.network.source import Node, Scalar, Sequence, Source

Names: TypeAlias = Mapping[str, object]
NETWORK = ""  # under this key, which no expression can spell, stand the network's own names
# 3x224x224, and padding 1+2x0+1: tuples as on the command line, no expressions.
TUPLE = re.compile(r"\d+(\+\d+)?([x×]\d+(\+\d+)?)+")


class Fault(Exception):  # noqa: N818 — it becomes a Problem, which is the error
    """An expression that cannot be computed: what is wrong, and where."""

    def __init__(self, code: str, message: str, place: Place) -> None:
        super().__init__(message)
        self.code, self.message, self.place = code, message, place


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a word, a tuple as text, true or false."""

    place: Place
    value: object

    def evaluate(self, names: Names) -> object:  # noqa: ARG002 — one signature for all values
        """The value itself."""
        return self.value

    def expressions(self) -> Iterator[Formula]:
        """None."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression over names."""

    place: Place
    expression: Expression
    indent: int  # from the place to the text: 1 behind a quote

    def evaluate(self, names: Names) -> object:
        """The number; raises Fault with the place of what is wrong."""
        try:
            return self.expression.value(names)  # type: ignore[arg-type]  # names hold values
        except ExpressionError as error:
            raise _fault(error, self.place, self.indent) from None

    def expressions(self) -> Iterator[Formula]:
        """Itself."""
        yield self

    def part(self, name: Name) -> Place:
        """Where a name stands."""
        return moved(self.place, self.indent + name.start, len(name.text))


@dataclass(frozen=True, slots=True)
class Several:
    """A list of values."""

    place: Place
    items: tuple[Value, ...]

    def evaluate(self, names: Names) -> object:
        """A tuple of the values."""
        return tuple([item.evaluate(names) for item in self.items])

    def expressions(self) -> Iterator[Formula]:
        """Those of all items."""
        for item in self.items:
            yield from item.expressions()


@dataclass(frozen=True, slots=True)
class Applied:
    """An operator with arguments of its own, as in `norm: {gn: {groups: 32}}`."""

    place: Place
    op: str
    arguments: Mapping[str, Value]

    def evaluate(self, names: Names) -> object:
        """The operator's name and its arguments."""
        values = [(key, value.evaluate(names)) for key, value in self.arguments.items()]
        return (self.op, tuple(values))

    def expressions(self) -> Iterator[Formula]:
        """Those of all arguments."""
        for value in self.arguments.values():
            yield from value.expressions()


@dataclass(frozen=True, slots=True)
class NetworkWide:
    """A value of `defaults`: it means the network's names, whatever a block calls its own."""

    value: Value

    @property
    def place(self) -> Place:
        """Where the value stands."""
        return self.value.place

    def evaluate(self, names: Names) -> object:
        """The value with the names of the network."""
        outer = names.get(NETWORK, names)
        return self.value.evaluate(outer)  # type: ignore[arg-type]  # kept there by `expand`

    def expressions(self) -> Iterator[Formula]:
        """Those of the value."""
        return self.value.expressions()


Value: TypeAlias = Literal | Formula | Several | Applied | NetworkWide


def moved(place: Place, by: int, width: int) -> Place:
    """A place further to the right on the same line, which a text of several lines may leave."""
    column = min(place.column + by, max(len(place.text), place.column))
    return Place(place.file, place.line, column, width, place.text)


def _fault(error: ExpressionError, place: Place, indent: int) -> Fault:
    return Fault(error.code, error.message, moved(place, indent + error.start, error.width))


def compiled(
    node: Node, source: Source, problems: Problems, words: Collection[str] = ()
) -> Value | None:
    """The value that a node writes; None, and a problem, where it is none.

    `words` are those that stand for themselves where the value is meant.
    """
    place = source.place(node.mark)
    if isinstance(node, MappingNode):
        problems.add("CC105", "a mapping is no value here; write a number or an expression", place)
        return None
    if isinstance(node, Sequence):
        items = [compiled(item, source, problems, words) for item in node.items]
        return Several(place, tuple([item for item in items if item is not None]))
    return _scalar(node, place, problems, words)


def _scalar(node: Scalar, place: Place, problems: Problems, words: Collection[str]) -> Value | None:
    if node.value is None:
        problems.add("CC105", "the value is empty; write a number or an expression", place)
        return None
    if isinstance(node.value, float) and not isfinite(node.value):
        problems.add("CC105", f"{node.text} is no number to calculate with", place)
        return None
    if not isinstance(node.value, str) or node.text in words:
        return Literal(place, node.value)
    if TUPLE.fullmatch(node.text.strip()):
        return Literal(place, node.text.strip())
    return formula(node, place, problems)


def formula(node: Scalar, place: Place, problems: Problems) -> Value | None:
    """An expression; one of a number alone is the number."""
    indent = 0 if node.plain else 1
    try:
        expression = parse(node.text)
    except ExpressionError as error:
        problems.fault(_fault(error, place, indent))
        return None
    return Formula(place, expression, indent)


def names_in(value: Value) -> Iterator[str]:
    """Every name that a value uses."""
    for formula in value.expressions():
        for name in formula.expression.names:
            yield name.text


def whole(value: object) -> object:
    """A float that is a whole number but for rounding, as an int; everything else as it is.

    >>> whole(0.57 * 100), whole(22.5), whole((4.0, "half"))
    (57, 22.5, (4, 'half'))
    """
    if isinstance(value, tuple):
        return tuple([whole(one) for one in value])
    if isinstance(value, Column):
        return value.whole()
    if isinstance(value, float) and abs(value - round(value)) <= 1e-9 * max(abs(value), 1.0):
        return round(value)
    return value


def holds(condition: Value | None, names: Names) -> bool:
    """Whether a condition is true, or there is none. Raises Fault where it is neither."""
    if condition is None:
        return True
    value = condition.evaluate(names)
    if not isinstance(value, int | float | Column):
        raise Fault("CC105", f"if: {value!r} is neither true nor false", condition.place)
    return bool(value)
