"""Limits of single layers, CC301 to CC304, and CC307 where a glob matches none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import accumulate

from convcalc.analysis.cost import FLOPS_PER_MAC, OpCost
from convcalc.audit.globs import means
from convcalc.audit.judging.limits import of_value, tightest
from convcalc.audit.judging.subject import Measured, Subject
from convcalc.audit.lowering import Used
from convcalc.audit.rules import NO_LAYER
from convcalc.audit.verdict import Verdict
from convcalc.errors import nearest
from convcalc.network.budgets import LayerBudget, Limit


def judged_layers(subject: Subject, budget: LayerBudget) -> Iterator[Verdict]:
    """What the limits say of every layer that the glob matches.

    A glob of operators' paths; one that matches none of them may match what they are in: `layer1`
    is then all that is below it, together.
    """
    found = _matched(subject.cost.ops, budget.match)
    if not found:
        hint = nearest(budget.match, _groups(subject.cost.ops)) or "; * crosses dots"
        message = f'no layer is called "{budget.match}"{hint}'
        yield subject.verdict(NO_LAYER, message, passed=False, place=budget.place)
        return
    for limit in tightest(budget.limits):
        yield from _of_limit(subject, limit, found)


def used_by_layers(subject: Subject, budget: LayerBudget) -> Iterator[Used]:
    """How much the costliest of the layers that are meant uses of each limit."""
    found = _matched(subject.cost.ops, budget.match)
    for limit in budget.limits if found else ():
        path, ops = max(found.items(), key=lambda item: _cost(item[1], limit.metric))
        yield Used(limit, _cost(ops, limit.metric), f"{subject.name}: {path}")


def _matched(ops: Iterable[OpCost], glob: str) -> dict[str, list[OpCost]]:
    single = {op.node.path: [op] for op in ops if means(glob, op.node.path)}
    if single:
        return single
    return {path: found for path, found in _groups(ops).items() if means(glob, path)}


def _groups(ops: Iterable[OpCost]) -> dict[str, list[OpCost]]:
    """Everything that operators are in, by its path."""
    found: dict[str, list[OpCost]] = {}
    for op in ops:
        words = op.node.path.split(".")
        for path in accumulate(words, "{}.{}".format):
            found.setdefault(path, []).append(op)
    return found


def _of_limit(
    subject: Subject, limit: Limit, found: Mapping[str, list[OpCost]]
) -> Iterator[Verdict]:
    """Each layer that fails; or, where none does, one verdict for all: that on the largest."""
    layers = [
        Measured(subject, limit.metric, _cost(ops, limit.metric), path)
        for path, ops in found.items()
    ]
    failed = [one for layer in layers for one in of_value(layer, limit) if not one.passed]
    yield from failed
    if not failed:
        yield from of_value(max(layers, key=lambda layer: layer.value), limit)


def _cost(ops: Iterable[OpCost], metric: str) -> Fraction:
    name, factor = ("macs", FLOPS_PER_MAC) if metric == "flops" else (metric, 1)
    return Fraction(factor * sum([getattr(op, name) for op in ops]))
