"""Useful multiplications, found by running a layer on ones.

With ones for input and weights, zeros for padding and no bias, every product of a real
element is 1 and every product of padding is 0: the sum of the output is their number.
The very kernel runs that computes, over all channels and the same tiles: a tile that is
left out or added twice shows as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, prod
from typing import TypeAlias

import numpy as np

from convcalc.executor.layout import Array, Layout, Shape
from convcalc.executor.meter import Meter

Kind: TypeAlias = type[np.float32] | type[np.float64]
EXACT = 2**24  # up to here float32 counts without a gap


def useful_macs(layout: Layout, shapes: Sequence[Shape], borrowed: Array, room: int) -> int:
    """The products of real elements that land inside the output, over all batch items. [MAC]

    `shapes` are the inputs', without batch; `borrowed` is written on and has the output's.
    An output element is a sum of at most `plain_work` ones: where float32 could not hold
    it exactly, float64 is used. The elements are added up in float64.
    """
    kind: Kind = np.float32 if layout.plain_work <= EXACT else np.float64
    inputs = [_ones((1, *shape), kind) for shape in shapes]
    if layout.useful:
        each = [layout.useful(inputs, Meter(room)) for _ in borrowed]
        return _whole(sum(each))
    weights = [_ones(one, kind) for one in layout.weights[:1]]
    if not layout.lean:
        weights = [np.ascontiguousarray(one) for one in weights]
        room -= sum(one.nbytes for one in weights)
    out = borrowed[:1] if borrowed.dtype == kind else np.empty((1, *layout.output), kind)
    room -= 0 if out.base is borrowed else out.nbytes
    total = 0.0
    for _ in borrowed:
        layout.compute(inputs, weights, out, Meter(room))
        total += float(out.sum(dtype=np.float64))
    return _whole(total)


def _ones(shape: Shape, kind: Kind) -> Array:
    """Ones that share the memory of one."""
    ones: Array = np.broadcast_to(kind(1), shape)
    return ones


def _whole(total: float) -> int:
    return int(total) if isfinite(total) else 0


def ones_space(weight: Shape, output: Shape, terms: int, tile: int) -> int:
    """The least bytes for that run; `tile` are the elements of a smallest tile."""
    spare = 0 if terms <= EXACT else prod(output)
    return (8 if spare else 4) * (prod(weight) + spare + tile)
