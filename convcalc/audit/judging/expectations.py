"""CC305: the figures that a file expects of itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from convcalc.audit.judging.subject import Measured, Subject
from convcalc.audit.judging.wording import exactly
from convcalc.audit.rules import EXPECTED
from convcalc.audit.verdict import Verdict


def judged_figures(subject: Subject) -> Iterator[Verdict]:
    """Whether each figure is what comes out, to the last digit."""
    for metric, figure in subject.network.figures.items():
        value, expected = subject.value(metric), Fraction(figure.value)
        if value is None:
            message = f"{metric}: {figure.value:,} is expected; a network without axes has none"
            yield subject.verdict(EXPECTED, message, passed=False, place=figure.place)
            continue
        message = f"{metric} {exactly(value)} {_compared(value, expected)}"
        yield Measured(subject, metric, value).verdict(
            EXPECTED, message, expected, abs(value - expected), figure.place
        )


def _compared(value: Fraction, expected: Fraction) -> str:
    if value == expected:
        return "is as expected"
    away = f"{exactly(abs(value - expected))} {'more' if value > expected else 'less'}"
    return f"is {away} than the file expects, {exactly(expected)}"
