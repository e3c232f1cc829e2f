"""Numbers that would do, as a sentence lists them."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

_SHOWN = 12
_TRIED = 10**6


def divisors_near(value: int, wanted: int) -> list[int]:
    """The divisors of a number that are nearest to the one that is wanted, in order.

    >>> divisors_near(64, 3)
    [1, 2, 4, 8, 16, 32, 64]
    """
    small = [d for d in range(1, min(isqrt(value), _TRIED) + 1) if value % d == 0]
    every = {*small, *(value // d for d in small)}
    return sorted(sorted(every, key=lambda d: (abs(d - wanted), d))[:_SHOWN])


def or_list(values: Sequence[int]) -> str:
    """Numbers of which one may be taken.

    >>> or_list([1, 2, 4]), or_list([7])
    ('1, 2 or 4', '7')
    """
    *most, last = map(str, values)
    return f"{', '.join(most)} or {last}" if most else last
