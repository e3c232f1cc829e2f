"""Cutting an output into boxes, so that the work on each fits into a bound."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from convcalc.executor.layout import Box, Shape


def boxes(space: Shape, positions: int) -> Iterator[Box]:
    """Boxes of at most that many positions (at least one) that together cover the space.

    Whole rows first: the last axis is cut last.

    >>> list(boxes((3, 4), 8))
    [(slice(0, 2, None), slice(0, 4, None)), (slice(2, 3, None), slice(0, 4, None))]
    """
    sides: list[int] = []
    left = max(positions, 1)
    for size in reversed(space):
        side = min(size, left)
        sides.insert(0, side)
        left //= side
    ranges = (
        [slice(i, min(i + side, size)) for i in range(0, size, side)]
        for size, side in zip(space, sides, strict=True)
    )
    return product(*ranges)
