"""Between which ends the numbers of a column lie: known before they are computed.

So no array is searched for what does not fit into 64 bits, unless the ends say that it might.
"""

from __future__ import annotations

from typing import Any, TypeAlias

Number: TypeAlias = int | float
Ends: TypeAlias = tuple[Any, Any]  # the smallest and the largest number, or below and above them


def added(a: Ends, b: Ends) -> Ends:
    """Of a sum."""
    return a[0] + b[0], a[1] + b[1]


def subtracted(a: Ends, b: Ends) -> Ends:
    """Of a difference."""
    return a[0] - b[1], a[1] - b[0]


def multiplied(a: Ends, b: Ends) -> Ends:
    """Of a product.

    >>> multiplied((-2, 3), (4, 5))
    (-10, 15)
    """
    if a[0] >= 0 and b[0] >= 0:
        return a[0] * b[0], a[1] * b[1]
    ends = [one * other for one in a for other in b]
    return min(ends), max(ends)


def divided(a: Ends, b: Ends) -> Ends:
    """Of a quotient that is rounded down; the divisor is nowhere 0.

    >>> divided((-7, 7), (2, 3))
    (-4, 3)
    """
    if b[0] < 0 < b[1]:
        most = max(abs(a[0]), abs(a[1]))
        return -most, most
    ends = [one // other for one in a for other in b]
    return min(ends), max(ends)


def remaining(a: Ends, b: Ends) -> Ends:
    """Of a remainder, which has the sign of the divisor.

    >>> remaining((0, 100), (2, 8)), remaining((0, 100), (-8, -2))
    ((0, 7), (-7, 0))
    """
    del a
    return min(b[0] + 1, 0), max(b[1] - 1, 0)


def raised(a: Ends, b: Ends) -> Ends:
    """Of a power of whole numbers with an exponent that is none below 0."""
    largest = max(abs(a[0]), abs(a[1])) ** b[1]
    return (0 if a[0] >= 0 else -largest), largest
