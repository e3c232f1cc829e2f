"""Numbers of a budget: exact, and as they were written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from convcalc.analysis.metrics import METRICS
from convcalc.errors import Place
from convcalc.notation import byte_size, number


@dataclass(frozen=True, slots=True)
class Bound:
    """A value that a metric may have at most or at least, in its unit."""

    value: Fraction
    text: str  # as it was written
    place: Place


@dataclass(frozen=True, slots=True)
class Amount:
    """By how much: in the metric's unit, or as a share of what there was.

    >>> Amount(Fraction(2, 100), True, "2%").of(4_000_000)
    Fraction(80000, 1)
    """

    value: Fraction
    relative: bool
    text: str

    def of(self, base: Fraction | int) -> Fraction:
        """The amount in the metric's unit."""
        return self.value * abs(Fraction(base)) if self.relative else self.value


def metric_number(metric: str, text: str) -> Fraction:
    """A number in the metric's unit; bytes are written as sizes.

    Raises ValueError with what is wrong.

    >>> int(metric_number("macs", "4.1G")), int(metric_number("weights_bytes", "14MiB"))
    (4100000000, 14680064)
    """
    if METRICS[metric].unit == "B":
        return Fraction(byte_size(text))
    return number(text)


def amount(metric: str, text: str) -> Amount:
    """An amount: `2%`, `100k`, `1MiB`.

    Raises ValueError where it is none, or below zero.

    >>> amount("macs", "2%").value, int(amount("weights_bytes", "1KiB").value)
    (Fraction(1, 50), 1024)
    """
    word = text.strip()
    relative = word.endswith("%")
    value = number(word[:-1]) / 100 if relative else metric_number(metric, word)
    if value < 0:
        raise ValueError(f"{word} is below zero; write how much is allowed, as 2% or 100k")
    return Amount(value, relative, word)


def share(text: str) -> Fraction:
    """A part of a whole: `10%`.

    Raises ValueError where it is none, or not from 0 % to 100 %.
    """
    word = text.strip()
    if not word.endswith("%"):
        raise ValueError(f'"{word}" is no share; write it as 10%')
    value = number(word[:-1]) / 100
    if not 0 <= value <= 1:
        raise ValueError(f"{word} is out of range; use 0% to 100%")
    return value
