"""CC301 to CC304: what a metric may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from convcalc.audit.judging.advice import largest
from convcalc.audit.judging.subject import Measured, Subject
from convcalc.audit.judging.wording import as_written, by
from convcalc.audit.lowering import Used
from convcalc.audit.rules import ABOVE_WARN, OVER, SLACK, UNDER
from convcalc.audit.verdict import Verdict
from convcalc.network.budgets import Bound, Limit


def tightest(limits: Iterable[Limit]) -> list[Limit]:
    """Of several limits of one metric the tightest, end by end; slack goes with its max."""
    found: dict[str, Limit] = {}
    for limit in limits:
        known = found.get(limit.metric)
        found[limit.metric] = _tighter(known, limit) if known else limit
    return list(found.values())


def _tighter(one: Limit, other: Limit) -> Limit:
    upper = _end(one.max, other.max, min)
    return Limit(
        metric=one.metric,
        place=one.place,
        max=upper,
        min=_end(one.min, other.min, max),
        warn=_end(one.warn, other.warn, min),
        slack=other.slack if upper is other.max and upper is not one.max else one.slack,
    )


def _end(one: Bound | None, other: Bound | None, pick: Callable[..., Bound]) -> Bound | None:
    both = [bound for bound in (one, other) if bound]
    return pick(both, key=lambda bound: bound.value) if both else None


def judged(subject: Subject, limits: Iterable[Limit]) -> Iterator[Verdict]:
    """What each limit says of the whole network."""
    for limit in tightest(limits):
        value = subject.value(limit.metric)
        if value is not None:  # of a network without axes there is no receptive field
            yield from of_value(Measured(subject, limit.metric, value), limit)


def used_of(subject: Subject, limits: Iterable[Limit]) -> Iterator[Used]:
    """How much the network uses of each limit."""
    for limit in limits:
        value = subject.value(limit.metric)
        if value is not None:
            yield Used(limit, value, subject.name)


def of_value(measured: Measured, limit: Limit) -> Iterator[Verdict]:
    """What a limit says of one value."""
    over = limit.max is not None and measured.value > limit.max.value
    if limit.max:
        verdict = _upper(measured, OVER, "max", limit.max)
        weighs = () if verdict.passed or measured.path else largest(measured)
        yield replace(verdict, details=weighs)
    if limit.min:
        yield _lower(measured, limit.min)
    if limit.warn and not over:
        yield _upper(measured, ABOVE_WARN, "warn", limit.warn)
    if limit.max and limit.slack is not None and not over:
        yield _slack(measured, limit.max, limit.slack)


def _upper(measured: Measured, rule: str, word: str, bound: Bound) -> Verdict:
    excess = measured.value - bound.value
    told = f"is within {word} {bound.text}"
    if excess > 0:
        told = f"exceeds {word} {_beyond(measured, bound, excess)}"
    return measured.verdict(rule, f"{measured.text} {told}", bound.value, excess, bound.place)


def _lower(measured: Measured, bound: Bound) -> Verdict:
    missing = bound.value - measured.value
    told = f"reaches min {bound.text}"
    if missing > 0:
        told = f"falls short of min {_beyond(measured, bound, missing)}"
    return measured.verdict(UNDER, f"{measured.text} {told}", bound.value, missing, bound.place)


def _beyond(measured: Measured, bound: Bound, excess: Fraction) -> str:
    metric = measured.metric
    return f"{as_written(metric, bound, measured.value)} by {by(metric, excess, bound.value)}"


def _slack(measured: Measured, bound: Bound, slack: Fraction) -> Verdict:
    least = bound.value * (1 - slack)
    unused = bound.value - measured.value
    told = f"is within {float(100 * slack):g} % of max {bound.text}"
    if measured.value < least:
        told = (
            f"is {by(measured.metric, unused, bound.value)} below max {bound.text}, more than the"
            f" slack of {float(100 * slack):g} %; convcalc audit --update-budgets lowers it"
        )
    message = f"{measured.text} {told}"
    return measured.verdict(SLACK, message, least, least - measured.value, bound.place)
