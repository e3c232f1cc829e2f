"""The parts of an expression that compute only what a condition asks for."""

from __future__ import annotations

from dataclasses import dataclass

from convcalc.network.expression.choices import Part, Run, chosen, joined, part, truth
from convcalc.network.expression.error import RefusedError
from convcalc.network.expression.tree import Node, Span
from convcalc.network.expression.values import Names, Value


@dataclass(frozen=True, slots=True)
class Choice:
    """`yes if condition else no`."""

    span: Span
    yes: Node
    condition: Node
    no: Node

    def run(self) -> Run:
        """The condition, then the side that it takes."""
        span, condition, yes, no = self.span, self.condition.run(), self.yes.run(), self.no.run()

        def choice(names: Names) -> Value:
            try:
                return chosen(truth(condition(names)), names, yes, no)
            except RefusedError as why:
                raise span.refused(why) from None

        return choice


@dataclass(frozen=True, slots=True)
class Either:
    """`and` or `or`: the second value where the first does not decide, as in Python."""

    span: Span
    symbol: str
    left: Node
    right: Node

    def run(self) -> Run:
        """The first value, and the second where it is needed."""
        left, right, span = self.left.run(), self.right.run(), self.span
        decides = self.symbol == "or"

        def either(names: Names) -> Value:
            try:
                first = left(names)
                holds = truth(first)
                if holds is True or holds is False:
                    return first if holds is decides else right(names)
                undecided = ~holds if decides else holds
                second = right(Part(names, undecided))
                return joined(undecided, second, part(first, ~undecided))
            except RefusedError as why:
                raise span.refused(why) from None

        return either
