"""Useful multiplications, found by running a layer on ones.

With ones for input and weights, zeros for padding and no bias, every product of a real
element is 1 and every product of padding is 0: the sum of the output is their number.
The very kernel runs that computes, over all channels and the same tiles: a tile that is
left out or added twice shows as well.
"""

from __future__ import annotations

from math import isfinite, prod

import numpy as np

from convcalc.executor.layout import Array, Layout, Shape
from convcalc.executor.meter import Meter

EXACT = 2**24  # up to here float32 counts without a gap


def useful_macs(layout: Layout, shape: Shape, borrowed: Array, room: int) -> int:
    """The products of real elements that land inside the output, over all batch items. [MAC]

    `shape` is the input's, without batch; `borrowed` is written on and has the output's.
    An output element is a sum of at most `plain_work` ones: where float32 could not hold
    it exactly, float64 is used. The elements are added up in float64.
    """
    kind = np.dtype(np.float32 if layout.plain_work <= EXACT else np.float64)
    ones = np.broadcast_to(kind.type(1), (1, *shape))  # without their memory
    weight = np.ones(layout.weights[0], kind)
    out = borrowed[:1] if borrowed.dtype == kind else np.empty((1, *layout.output), kind)
    room -= weight.nbytes + (0 if out.base is borrowed else out.nbytes)
    total = 0.0
    for _ in borrowed:
        layout.compute([ones], [weight], out, Meter(room))
        total += float(out.sum(dtype=np.float64))
    return int(total) if isfinite(total) else 0


def ones_space(weight: Shape, output: Shape, terms: int, tile: int) -> int:
    """The least bytes for that run; `tile` are the elements of a smallest tile."""
    spare = 0 if terms <= EXACT else prod(output)
    return (8 if spare else 4) * (prod(weight) + spare + tile)
