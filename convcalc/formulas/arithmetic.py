"""Arithmetic that ints and int64 arrays share."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    N = TypeVar("N", int, "NDArray[np.int64]")
else:
    N = TypeVar("N")


def prod(values: Iterable[N]) -> N:
    """The product of one value per axis.

    >>> prod([3, 5])
    15
    """
    product: Any = math.prod(values)
    return product  # type: ignore[no-any-return]


def clipped(value: N, most: N) -> N:
    """The value, or the nearer of 0 and `most` where it lies outside.

    >>> clipped(-2, 7), clipped(3, 7), clipped(9, 7)
    (0, 3, 7)
    """
    positive = value * (value > 0)
    return positive - (positive - most) * (positive > most)


def any_left(value: N) -> bool:
    """Whether a loop that counts `value` down has work left anywhere.

    >>> any_left(0), any_left(2)
    (False, True)
    """
    return value != 0 if isinstance(value, int) else bool(value.any())


def gcd(a: N, b: N) -> N:
    """The greatest common divisor of positive numbers.

    Source: Euclid, Elements VII.2; where `b` has come to 0 the division by 1 is idle.

    >>> gcd(12, 18)
    6
    """
    while any_left(b):
        a, b = a * (b == 0) + b, a % (b + (b == 0)) * (b != 0)
    return a


def floor_sum(terms: N, divisor: N, factor: N, start: N) -> N:
    """The sum of (factor·i + start) // divisor over i = 0 … terms − 1, all not negative.

    Takes logarithmically many steps, so that a kernel of 10³⁰ taps is no more work.

    Source: Graham, Knuth, Patashnik, Concrete Mathematics, 3.5 (sums of floors, by
    exchanging the axes of the lattice as Euclid's algorithm does).

    >>> floor_sum(4, 3, 2, 1)  # 1//3 + 3//3 + 5//3 + 7//3
    4
    """
    total = terms * 0
    while any_left(terms):
        total = total + terms * (terms - 1) // 2 * (factor // divisor)
        total = total + terms * (start // divisor)
        factor, start = factor % divisor, start % divisor
        top = factor * terms + start
        terms, start = top // divisor, top % divisor
        # Where nothing is left, `factor` may be 0; dividing by 1 there is idle.
        divisor, factor = factor + (factor == 0), divisor
    return total
