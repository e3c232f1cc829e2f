"""Useful multiplications, found by running a layer on ones.

With ones for input and weights, zeros for padding and no bias, every product of a real
element is 1 and every product of padding is 0: the sum of the output is their number.
"""

from __future__ import annotations

from math import prod

import numpy as np

from convcalc.executor.layout import Arguments, Kernel, Shape
from convcalc.executor.meter import Meter


def useful_macs(
    batch: int, room: int, *, kernel: Kernel, arguments: Arguments, shape: Shape, fan_out: int
) -> int:
    """The products of real elements that land inside the output, over all batch items.

    `shape` is (C, *spatial); each input channel is read by `fan_out` filters.

    All channels, filters and batch items of the run on ones are alike, and the layer is
    linear. So they are added up before the multiplication and not after it: one channel
    of the sums runs through the very same kernel, with the layer's own windows. Float64
    holds each output element, a sum of ones, exactly up to 2**53.
    """
    channels, *space = shape
    single = {**arguments, "out_channels": 1, "groups": 1, "bias": False}
    layout = kernel(single, [(1, *space)])
    x = np.full((1, 1, *space), np.ones((batch, channels)).sum())
    weight = np.full(layout.weights[0], np.ones(fan_out).sum())
    out = np.empty((1, *layout.output))
    layout.compute([x], [weight], out, Meter(room))
    return sum(int(row.sum()) for row in out.astype(np.int64)[0])


def ones_space(space: Shape, output: Shape, tile: int) -> int:
    """Bytes for that run: an input and two outputs of one channel, and the smallest tile."""
    return 8 * (prod(space) + 2 * prod(output) + 5 * tile)
