"""How much a metric may grow, or fall: `--fail-on macs:+2%`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from convcalc.analysis.metrics import METRICS
from convcalc.audit.difference.change import Change, NetworkChange
from convcalc.audit.difference.side import Number
from convcalc.audit.difference.texts import percent_text, shown, signed
from convcalc.audit.rules import GREW
from convcalc.audit.verdict import Level, Verdict
from convcalc.errors import InputError, nearest
from convcalc.notation import byte_size, number

_FORM = re.compile(r"(\w+):([+-])(.+)", re.ASCII)
_LARGEST = 3  # layers that are named


@dataclass(frozen=True, slots=True)
class Limit:
    """A metric and how far it may go from what it was; exactly as far is not too far.

    >>> limit = Limit.read("macs:+2%")
    >>> limit.excess(Change("macs", 100, 102)), limit.excess(Change("macs", 100, 103))
    (Fraction(0, 1), Fraction(1, 1))
    >>> Limit.read("receptive_field:-0").excess(Change("receptive_field", (9, 9), (9, 7)))
    Fraction(2, 1)
    """

    metric: str
    written: str  # the amount as it was given: +2%
    amount: Fraction
    relative: bool

    @classmethod
    def read(cls, text: str) -> Limit:
        """The limit that a text says. Raises InputError where it says none."""
        found = _FORM.fullmatch(text.strip())
        if not found:
            advice = "write METRIC:+2%, METRIC:+100k, or - for what may not fall"
            raise InputError("CC105", f'--fail-on: cannot read "{text}"; {advice}')
        metric, sign, amount = found.groups()
        if metric not in METRICS:
            hint = nearest(metric, METRICS) or f"; use one of {', '.join(METRICS)}"
            raise InputError("CC107", f'--fail-on {text}: metric "{metric}" is not known{hint}')
        try:
            return cls(metric, f"{sign}{amount}", _amount(metric, amount), amount.endswith("%"))
        except ValueError as error:
            raise InputError("CC105", f"--fail-on {text}: {error}") from None

    @property
    def rises(self) -> bool:
        """Whether it is growth that is limited."""
        return self.written.startswith("+")

    def excess(self, change: Change) -> Fraction:
        """By how much it went too far along the worst axis; 0 where it did not."""
        return max((self._beyond(*pair) for pair in change.pairs), default=Fraction(0))

    def bound(self, old: Number) -> Fraction:
        """The last value that is allowed."""
        before = Fraction(old)
        allowed = abs(before) * self.amount / 100 if self.relative else self.amount
        return before + allowed if self.rises else before - allowed

    def _beyond(self, old: Number, new: Number) -> Fraction:
        beyond = Fraction(new) - self.bound(old)
        return max(beyond if self.rises else -beyond, Fraction(0))

    def verdict(self, network: NetworkChange) -> Verdict | None:
        """What it says of a network; nothing of one that is not on both sides."""
        if not network.old or not network.new or not network.valid:
            return None
        metric = self.metric
        change = Change(metric, network.old.totals.get(metric), network.new.totals.get(metric))
        if not change.pairs or change.old is None or change.new is None:
            return None
        excess = self.excess(change)
        old, new = max(change.pairs, key=lambda pair: self._beyond(*pair))
        return Verdict(
            rule=GREW,
            level=Level.ERROR,
            message=self._message(change, excess),
            passed=not excess,
            network=network.name,
            metric=metric,
            value=_exact(new),
            limit=_exact(self.bound(old)),
            excess=_exact(excess) if excess else None,
            base=_exact(old),
            details=tuple(self._largest(network)) if excess else (),
        )

    def _message(self, change: Change, excess: Fraction) -> str:
        moved = "grew" if self.rises else "fell"
        before, after = shown(change.old), shown(change.new)
        if not excess:
            return f"{self.metric} went from {before} to {after}, which {self.written} allows"
        share = f", {percent_text(change.percent)}" if change.percent else ""
        return (
            f"{self.metric} {moved} from {before} to {after} ({signed(change.difference)}{share}),"
            f" {shown(excess)} more than {self.written} allows"
        )

    def _largest(self, network: NetworkChange) -> list[str]:
        """The layers to which most of it is due."""
        way = 1 if self.rises else -1
        rises = [(way * one.change(self.metric).rise, one) for one in network.layers]
        most = sorted((one for one in rises if one[0] > 0), key=lambda one: -one[0])[:_LARGEST]
        told = [f"{one.layer.path} ({one.mark}) {signed(way * rise)}" for rise, one in most]
        return [f"most of it in {', '.join(told)}"] if told else []


def _amount(metric: str, text: str) -> Fraction:
    word = text.removesuffix("%").strip()
    if text.endswith("%") or not metric.endswith("_bytes"):
        found = number(word)
    else:
        found = Fraction(byte_size(word))
    if found < 0:
        raise ValueError(f"{text} has a second sign; write one, + or -")
    return found


def _exact(value: Number) -> int | Fraction:
    found = Fraction(value)
    return found.numerator if found.denominator == 1 else found
