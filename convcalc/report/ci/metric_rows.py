"""The table of networks and metrics: value, limit, and the change against the base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from convcalc.audit.rules import EXPECTED
from convcalc.audit.verdict import Level, Number, Verdict
from convcalc.notation.rounding import times
from convcalc.report.ci.markdown import escaped
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.whole import Report

MARKS = {Level.ERROR: "❌", Level.WARNING: "⚠️", Level.NOTE: "💡", Level.OFF: "✅"}
_ALWAYS = ("params", "macs")


@dataclass(frozen=True, slots=True)
class Row:
    """A metric of a network; a network that is not valid has none."""

    network: str
    metric: str
    level: Level  # of what is wrong with it; off if nothing is
    value: Number | None = None
    limit: Number | None = None
    excess: Number | None = None
    base: Number | None = None

    def cells(self) -> dict[str, str]:
        """What is shown, by column."""
        change = None if self.value is None or self.base is None else self.value - self.base
        return {
            "": MARKS[self.level],
            "network": escaped(self.network),
            "metric": escaped(self.metric),
            "value": _shown(self.value),
            "limit": _shown(self.limit),
            "excess": _signed(self.excess, self.limit) if self.level else "",
            "change": _signed(change, self.base),
        }


def metric_rows(report: Report) -> tuple[list[str], list[str]]:
    """The head of the table and its rows, as lines; what failed stands first."""
    rows = sorted(_rows(report), key=lambda row: -row.level)
    cells = [row.cells() for row in rows]
    columns = [name for name in _columns(cells) if name in _FIRST or any(c[name] for c in cells)]
    rule = ["---" if name in _FIRST else "---:" for name in columns]
    head = [_line(columns), _line(rule)] if rows else []
    return head, [_line([one[name] for name in columns]) for one in cells]


_FIRST = ("", "network", "metric")


def _columns(cells: list[dict[str, str]]) -> list[str]:
    return list(cells[0]) if cells else []


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _rows(report: Report) -> Iterator[Row]:
    for label, answer in report.labelled():
        if answer.cost is None:
            yield Row(label, "not valid", Level.ERROR)
            continue
        for (name, metric), asked in _grouped(label, answer).items():
            yield _asked_row(name, metric, asked) if asked else _plain_row(name, metric, answer)


def _grouped(label: str, answer: NetworkAnswer) -> dict[tuple[str, str], list[Verdict]]:
    """What is asked of the whole network, by metric; with other vars it has another name."""
    found: dict[tuple[str, str], list[Verdict]] = {(label, metric): [] for metric in _ALWAYS}
    for one in answer.verdicts:
        if one.metric and not one.path:
            name = label if one.network == answer.name else one.network
            found.setdefault((name, one.metric), []).append(one)
    return found


def _asked_row(name: str, metric: str, asked: list[Verdict]) -> Row:
    """A metric with the limit that is broken most, or else the first; a budget says most."""
    first = min(asked, key=lambda one: (-one.level if one.failed else 0, one.rule == EXPECTED))
    level = first.level if first.failed else Level.OFF
    return Row(name, metric, level, first.value, first.limit, first.excess, first.base)


def _plain_row(name: str, metric: str, answer: NetworkAnswer) -> Row:
    """A metric that no rule is about."""
    cost, base = answer.cost, answer.base
    value = cost.single(metric) if cost else None
    return Row(name, metric, Level.OFF, value, base=base.single(metric) if base else None)


def _shown(value: Number | None) -> str:
    """A whole number with all its digits, a fraction in four."""
    if value is None:
        return ""
    whole = Fraction(value)
    return f"{whole.numerator:,}" if whole.denominator == 1 else times(whole)


def _signed(change: Number | None, whole: Number | None) -> str:
    """A difference and its share of the whole.

    >>> _signed(20, 1000), _signed(-5, 0), _signed(0, 7)
    ('+20 (+2.0 %)', '-5', '0')
    """
    if not change:
        return "" if change is None else "0"
    sign = "+" if change > 0 else ""
    share = f" ({sign}{_percent(Fraction(change) / whole)})" if whole else ""
    return f"{sign}{_shown(change)}{share}"


def _percent(share: Fraction) -> str:
    """To one digit after the point, of any length."""
    tenths = round(abs(share) * 1000)
    return f"{'-' if share < 0 else ''}{tenths // 10:,}.{tenths % 10} %"
