"""Numbers of a metric in sentences: rounded with the exact one beside, where they differ."""

from __future__ import annotations

from fractions import Fraction

from convcalc.analysis.metrics import METRICS
from convcalc.audit.verdict import Number
from convcalc.network.budgets import Bound
from convcalc.notation.rounding import byte_text, rounded, times

_LEAST = Fraction(1, 1000)  # a share below it is told as such
_MOST = 10_000  # from here on four digits are told


def short(metric: str, value: Number) -> str:
    """A number in three digits.

    >>> short("macs", 4089184256), short("weights_bytes", 102228128), short("jump", Fraction(1, 2))
    ('4.09 G', '97.5 MiB', '0.5')
    """
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{float(value):.4g}"
    whole = int(value)
    sign = "-" if whole < 0 else ""
    text = byte_text(abs(whole)) if METRICS[metric].unit == "B" else rounded(abs(whole))
    return f"{sign}{text}"


def full(metric: str, value: Number) -> str:
    """A number in three digits, and exactly.

    >>> full("macs", 4089184256), full("receptive_field", 427)
    ('4.09 G (4,089,184,256)', '427')
    """
    text = short(metric, value)
    exact = exactly(value)
    return text if text in (exact, f"{exact} B") else f"{text} ({exact})"


def exactly(value: Number) -> str:
    """The number to its last digit.

    >>> exactly(4089184256), exactly(Fraction(1, 3))
    ('4,089,184,256', '1/3')
    """
    whole = isinstance(value, int) or value.denominator == 1
    return f"{int(value):,}" if whole else str(value)


def as_written(metric: str, bound: Bound, value: Number) -> str:
    """A limit as its file has it; exactly where rounding would hide how far the value is off."""
    hidden = short(metric, value) == short(metric, bound.value)
    exact = exactly(bound.value)
    told = "/" in exact or exact == bound.text or not hidden
    return bound.text if told else f"{bound.text} ({exact})"


def part(excess: Number, limit: Number) -> str:
    """A share in percent with its sign left out.

    >>> part(175492864, 4100000000), part(1, 10**9), part(3, 0)
    ('4.3 %', '< 0.1 %', 'from 0')
    """
    if not limit:
        return "from 0"
    found = abs(Fraction(excess) / Fraction(limit))
    return "< 0.1 %" if 0 < found < _LEAST else in_percent(found)


def in_percent(share: Fraction) -> str:
    """A share of any size.

    >>> in_percent(Fraction(1, 4)), in_percent(Fraction(10**400))
    ('25.0 %', '1.000e+402 %')
    """
    return f"{float(100 * share):.1f} %" if share < _MOST else f"{times(100 * share)} %"


def by(metric: str, excess: Number, limit: Number) -> str:
    """How far from a limit, in the metric's unit and in percent.

    >>> by("macs", 175492864, 4100000000)
    '175 M (4.3 %)'
    """
    return f"{short(metric, excess)} ({part(excess, limit)})"
