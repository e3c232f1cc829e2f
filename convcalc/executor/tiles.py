"""Cutting an output into boxes, so that the work on each fits into a bound."""

from __future__ import annotations

from collections.abc import Iterator
from operator import mul

import numpy as np

from convcalc.executor.layout import Box, Shape


def boxes(space: Shape, positions: int) -> Iterator[Box]:
    """Boxes of at most that many positions (at least one) that together cover the space.

    Whole rows first: the last axis is cut last. An axis is cut evenly.

    >>> list(boxes((3, 4), 8))
    [(slice(0, 2, None), slice(0, 4, None)), (slice(2, 3, None), slice(0, 4, None))]
    """
    sides: list[int] = []
    left = max(positions, 1)
    for size in reversed(space):
        side = _evenly(size, min(size, left))
        sides.insert(0, side)
        left //= side
    counts = [len(range(0, size, side)) for size, side in zip(space, sides, strict=True)]
    for index in np.ndindex(*counts):
        firsts = map(mul, index, sides)
        parts = zip(firsts, sides, space, strict=True)
        yield tuple(slice(first, min(first + side, size)) for first, side, size in parts)


def _evenly(size: int, most: int) -> int:
    """The smallest side that cuts an axis into no more parts than the largest one does.

    >>> _evenly(112, 104), _evenly(10, 4)
    (56, 4)
    """
    parts = -(-size // most)
    return -(-size // parts)
