"""An audit as a table: a row for each network, with the limit that it is nearest to."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from convcalc.audit.judging.wording import in_percent
from convcalc.audit.rules import ABOVE_WARN, OVER, UNDER
from convcalc.audit.verdict import Level, Verdict
from convcalc.notation.rounding import percent, plural
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.sheet import Cell, Sheet
from convcalc.report.whole import Report

_MARKS = {Level.ERROR: "✗", Level.WARNING: "!", Level.NOTE: "·"}
_WORDS = {OVER: "max", UNDER: "min", ABOVE_WARN: "warn"}
_TITLES = {
    "network": "network",
    "params": "params",
    "macs": "macs",
    "change": "Δ macs",
    "checks": "checks",
    "nearest": "nearest limit",
    "mark": "",
}


def audit_sheet(report: Report) -> Sheet:
    """A row for each network, and how many findings there are."""
    has_base = any(answer.base for answer in report.answers)
    titles = {key: title for key, title in _TITLES.items() if has_base or key != "change"}
    names = Counter(answer.name for answer in report.answers)
    rows = [_row(answer, alone=names[answer.name] == 1) for answer in report.answers]
    return Sheet(
        keys=list(_TITLES),
        rows=rows,
        whole=lambda: None,
        records=lambda: (),
        titles=titles if rows else {},
        spare=("params", "checks"),
        footer=summary(report),
    )


def _row(answer: NetworkAnswer, *, alone: bool) -> list[Cell]:
    """A network; of several with one name, each with its file."""
    cost = answer.cost
    name = answer.name if alone else f"{answer.name} ({answer.file})"
    if cost is None:
        return [name, "", "", "", "", "not valid", _MARKS[Level.ERROR]]
    asked = [one for one in answer.verdicts if one.level is not Level.OFF]
    return [
        name,
        f"{cost.params:,}",
        f"{cost.macs:,}",
        _change(cost.macs, answer.base.macs) if answer.base else "",
        f"{len(asked)}",
        _nearest(answer),
        mark(answer),
    ]


def mark(answer: NetworkAnswer) -> str:
    """The weightiest that was found in a network."""
    if answer.problems:
        return _MARKS[Level.ERROR]
    worst = max((one.level for one in answer.verdicts if one.failed), default=None)
    return _MARKS[worst] if worst else "✓"


def _change(new: int, old: int) -> str:
    if new == old:
        return "="
    return f"{'+' if new > old else '-'}{percent(abs(new - old), old)}" if old else "new"


def _nearest(answer: NetworkAnswer) -> str:
    """Of all budgets the one that leaves least room, or is exceeded most."""
    found = [(share, one) for one in answer.verdicts if (share := _used(one)) is not None]
    if not found:
        return ""
    share, one = max(found, key=lambda pair: pair[0])
    where = f"{one.path} " if one.path else ""
    return f"{where}{one.metric} {in_percent(share)} of {_WORDS[one.rule]}"


def _used(verdict: Verdict) -> Fraction | None:
    """How much of a limit is used; of a minimum, how much of it is there."""
    if verdict.rule not in _WORDS or not verdict.value or not verdict.limit:
        return None
    share = Fraction(verdict.value) / Fraction(verdict.limit)
    return 1 / share if verdict.rule == UNDER else share


def summary(report: Report) -> str:
    """How much was asked, and what was found."""
    verdicts = [one for one in report.verdicts() if one.level is not Level.OFF]
    found = Counter(one.level for one in verdicts if one.failed)
    told = [plural(found[level], str(level)) for level in _MARKS]
    networks = plural(len(report.answers), "network")
    return f"{networks}, {plural(len(verdicts), 'check')}: {', '.join(told)}"
