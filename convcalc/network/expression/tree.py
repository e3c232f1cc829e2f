"""The parts of an expression, each of which makes a function of the names.

So an expression is taken apart once, and evaluating it is nothing but calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from convcalc.errors import nearest
from convcalc.network.expression.arithmetic import OPERATORS, negative, positive
from convcalc.network.expression.choices import Run, opposite
from convcalc.network.expression.comparisons import COMPARISONS
from convcalc.network.expression.error import UNKNOWN, VALUE, ExpressionError, RefusedError
from convcalc.network.expression.functions import FUNCTIONS
from convcalc.network.expression.values import Names, Value

_SINGLE: dict[str, Callable[[Value], Value]] = {"-": negative, "+": positive, "not": opposite}


class Node(Protocol):
    """Any part of an expression."""

    def run(self) -> Run:
        """A function from names to the value of this part."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and where in the text it starts."""

    text: str
    start: int

    def run(self) -> Run:
        """What the name stands for."""
        text, start = self.text, self.start

        def named(names: Names) -> Value:
            try:
                return names[text]
            except KeyError:
                raise _unknown(text, start, names) from None

        return named


def _unknown(text: str, start: int, names: Names) -> ExpressionError:
    known = [name for name in names if name.isidentifier()]
    return ExpressionError(
        UNKNOWN,
        f'unknown name "{text}" in expression{nearest(text, known)}',
        start=start,
        width=len(text),
        note=f"names here: {', '.join(known) or 'none'}",
    )


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, true or false."""

    value: Value

    def run(self) -> Run:
        """Itself."""
        value = self.value
        return lambda _: value


@dataclass(frozen=True, slots=True)
class Span:
    """The characters that a part of an expression is written with."""

    start: int
    end: int

    def refused(self, why: RefusedError) -> ExpressionError:
        """The refusal of an operation, with its place."""
        return ExpressionError(VALUE, str(why), start=self.start, width=self.end - self.start)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values and an operator between them."""

    span: Span
    symbol: str
    left: Node
    right: Node

    def run(self) -> Run:
        """Both values, then the operator."""
        return _paired(self.span, OPERATORS[self.symbol], self.left.run(), self.right.run())


def _paired(span: Span, operate: Callable[[Any, Any], Any], left: Run, right: Run) -> Run:
    def pair(names: Names) -> Value:
        try:
            return operate(left(names), right(names))  # type: ignore[no-any-return]
        except RefusedError as why:
            raise span.refused(why) from None

    return pair


@dataclass(frozen=True, slots=True)
class Single:
    """One value and `-`, `+` or `not` before it."""

    span: Span
    symbol: str
    value: Node

    def run(self) -> Run:
        """The value, then the operator."""
        return _applied(self.span, _SINGLE[self.symbol], (self.value,))


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its values."""

    span: Span
    name: str
    values: tuple[Node, ...]

    def run(self) -> Run:
        """The values, then the function."""
        return _applied(self.span, FUNCTIONS[self.name].apply, self.values)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Values with comparisons between them; all are computed, and all must hold."""

    span: Span
    symbols: tuple[str, ...]
    values: tuple[Node, ...]

    def run(self) -> Run:
        """The values, then whether each pair holds."""
        compare = [COMPARISONS[symbol] for symbol in self.symbols]
        if len(compare) == 1:
            return _paired(self.span, compare[0], *[value.run() for value in self.values])

        def chain(*values: Value) -> Value:
            held: Any = True
            for one, left, right in zip(compare, values[:-1], values[1:], strict=True):
                held = one(left, right) & held
            return held  # type: ignore[no-any-return]

        return _applied(self.span, chain, self.values)


def _applied(span: Span, function: Callable[..., Value], values: tuple[Node, ...]) -> Run:
    runs = [value.run() for value in values]

    def applied(names: Names) -> Value:
        try:
            return function(*[run(names) for run in runs])
        except RefusedError as why:
            raise span.refused(why) from None

    return applied
