"""Reading what is asked of every point: conditions, objectives, columns, limits."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.metrics import METRICS
from convcalc.errors import Place
from convcalc.network.arguments import Reader
from convcalc.network.budgets import Limit, read_limits
from convcalc.network.expression import parse
from convcalc.network.source import Node, Scalar, Sequence
from convcalc.network.values import Value, formula
from convcalc.sweep.model import Sweep
from convcalc.sweep.spread import Spread, spreading
from convcalc.sweep.terms import Term


def read_terms(node: Node | None, reader: Reader, what: str) -> tuple[Term, ...]:
    """Expressions over the names that the reader knows, one or a list of them."""
    nodes = node.items if isinstance(node, Sequence) else (node,) if node is not None else ()
    return tuple(_terms(nodes, reader, what))


def _terms(nodes: tuple[Node, ...], reader: Reader, what: str) -> Iterator[Term]:
    for one in nodes:
        if not isinstance(one, Scalar) or one.value is None:
            reader.problem("CC105", f"{what} is a list of expressions; write [a, b]", one)
        elif value := _checked(formula(one, reader.place(one), reader.problems), reader):
            yield Term(one.text.strip(), value)


def _checked(value: Value | None, reader: Reader) -> Value | None:
    reader.scope.check(value)
    return spreading(value) if value else None


def with_metrics(reader: Reader) -> Reader:
    """The same place, where metrics are names too; vars of the same name go before."""
    names = {name: None for name in METRICS if name not in reader.scope}
    return reader.within(reader.scope.inner(names))


def read_bounds(node: Node | None, reader: Reader) -> tuple[Limit, ...]:
    """`limits`: what metrics may be at most, or at least."""
    limits = read_limits(node, reader)
    for limit in limits:
        if limit.warn or limit.slack is not None:
            word = "warn" if limit.warn else "slack"
            sentence = f"{limit.metric}: {word} means nothing in a sweep; use max and min"
            reader.problems.add("CC102", sentence, limit.place)
    return tuple(limits)


def own_columns(sweep: Sweep) -> tuple[Term, ...]:
    """What the limits and objectives of a sweep are about, each once; else params and macs."""
    limited = [_metric(one.metric, one.place) for one in sweep.limits]
    found = [*limited, *[one.term for one in sweep.objectives]]
    some = found or [_metric(name, Place(sweep.file, 1, 1)) for name in ("params", "macs")]
    return tuple({one.text: one for one in some}.values())


def _metric(name: str, place: Place) -> Term:
    return Term(name, Spread(place, parse(name), 0))
