"""CC401: by how much a metric may grow since the base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from shlex import quote as shell

from convcalc.analysis.cost import METRICS as ADDED
from convcalc.analysis.network_cost import NetworkCost
from convcalc.audit.judging.subject import Measured, Subject
from convcalc.audit.judging.wording import by, full, short
from convcalc.audit.rules import GREW
from convcalc.audit.verdict import Number, Verdict
from convcalc.network.budgets import Growth

_SHOWN = 3  # layers


def judged_growth(subject: Subject, growths: Iterable[Growth]) -> Iterator[Verdict]:
    """What is said of each metric whose growth is limited; of several limits the tightest."""
    told: dict[str, Verdict] = {}
    for growth in growths:
        verdict = _of(subject, growth)
        if verdict is None:
            continue
        known = told.get(growth.metric)
        if known is None or _weight(verdict) > _weight(known):
            told[growth.metric] = verdict
    yield from told.values()


def _weight(verdict: Verdict) -> tuple[bool, Number]:
    return not verdict.passed, -(verdict.limit or 0)


def _of(subject: Subject, growth: Growth) -> Verdict | None:
    new = subject.value(growth.metric)
    if new is None or subject.base is None:
        return None
    measured = Measured(subject, growth.metric, new)
    old = measured.base
    if old is None:
        return None
    allowed, ignored = growth.max_increase.of(old), growth.ignore_below
    grown = new - old
    small = ignored is not None and grown <= ignored.of(old)
    excess = Fraction(0) if small else grown - allowed
    message = f"{growth.metric} {_change(growth.metric, old, new)}{_allowed(growth, grown)}"
    verdict = measured.verdict(GREW, message, old + allowed, excess, growth.place)
    if verdict.passed:
        return verdict
    return replace(verdict, details=tuple(_grown_layers(subject, subject.base, growth.metric)))


def _change(metric: str, old: Fraction, new: Fraction) -> str:
    if new == old:
        return f"{full(metric, new)} is as in the base"
    word = "grew" if new > old else "fell"
    hidden = short(metric, old) == short(metric, new)
    before = full(metric, old) if hidden else short(metric, old)
    return f"{word} by {by(metric, abs(new - old), old)} from {before} to {full(metric, new)}"


def _allowed(growth: Growth, grown: Fraction) -> str:
    if grown <= 0:
        return ""
    ignored = f", and up to {growth.ignore_below.text} ignored" if growth.ignore_below else ""
    return f"; {growth.max_increase.text} is allowed{ignored}"


def _grown_layers(subject: Subject, base: NetworkCost, metric: str) -> Iterator[str]:
    """The layers that grew most, where the metric adds up over layers."""
    name = "macs" if metric == "flops" else metric
    if name not in ADDED:
        return
    before = {op.node.path: getattr(op, name) for op in base.ops}
    grown = {
        op.node.path: getattr(op, name) - before.get(op.node.path, 0) for op in subject.cost.ops
    }
    largest = sorted(grown, key=lambda path: -grown[path])[:_SHOWN]
    told = [
        f"{path} +{short(metric, grown[path])}{'' if path in before else ' (new)'}"
        for path in largest
        if grown[path] > 0
    ]
    if told:
        yield f"largest changes: {', '.join(told)}"
    revision, file = shell(subject.revision), shell(subject.network.file)
    yield f"convcalc diff --base {revision} {file} shows all"
