"""`a,b,c` means "try each"; `lo..hi:step` is a range with both ends in it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from convcalc.notation.numbers import number

_MOST = 100_000


def choices(text: str) -> list[str]:
    """Each value of a list, ranges written out.

    >>> choices("64,128"), choices("1..3"), choices("8..32:8"), choices("0.5..1:0.25")
    (['64', '128'], ['1', '2', '3'], ['8', '16', '24', '32'], ['0.5', '0.75', '1'])
    >>> choices("1..4:2")
    Traceback (most recent call last):
    ValueError: the range "1..4:2" misses its end: 1 + 1·2 = 3, then 5; end it at 3 or 5
    """
    return [value for part in text.split(",") for value in _values(part.strip(), text)]


def _values(part: str, text: str) -> list[str]:
    if not part:
        raise ValueError(f'an empty value in the list "{text}"; write it like 64,128,256')
    if ".." not in part:
        return [part]
    first, last, step = _ends(part)
    count = _count(part, first, last, step)
    return [_show(first + step * index) for index in range(count)]


def _ends(part: str) -> tuple[Fraction, Fraction, Fraction]:
    bounds, _, step = part.partition(":")
    low, _, high = bounds.partition("..")
    return number(low), number(high), number(step or "1")


def _count(part: str, first: Fraction, last: Fraction, step: Fraction) -> int:
    if step <= 0 or last < first:
        raise ValueError(f'the range "{part}" is empty; write it upwards, like 8..64:8')
    steps = (last - first) // step
    reached = first + steps * step
    if reached != last:
        after = reached + step
        raise ValueError(
            f'the range "{part}" misses its end: {_show(first)} + {steps}·{_show(step)} ='
            f" {_show(reached)}, then {_show(after)}; end it at {_show(reached)} or {_show(after)}"
        )
    if steps >= _MOST:
        raise ValueError(
            f'the range "{part}" has {steps + 1:,} values; at most {_MOST:,} are tried'
        )
    return int(steps) + 1


def _show(value: Fraction) -> str:
    """A decimal number without an exponent; steps are decimal, so it is exact."""
    if value.denominator == 1:
        return str(value.numerator)
    return format(Decimal(value.numerator) / value.denominator, "f")
