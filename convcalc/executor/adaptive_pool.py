"""Adaptive pools: the input is cut into equal shares, and a window takes what its share touches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from convcalc.executor.arguments import per_axis
from convcalc.executor.definition import total
from convcalc.executor.layout import Arguments, Array, Kernel, Layout, Shape, at
from convcalc.executor.meter import Meter
from convcalc.executor.resize import stages
from convcalc.executor.tiles import boxes


class Reduction(NamedTuple):
    """What becomes of a window, and of its elements one by one."""

    axis: Callable[..., Array]
    plain: Callable[[list[float]], tuple[float, float]]


def _mean_of(elements: list[float]) -> tuple[float, float]:
    return total(element / len(elements) for element in elements)


def _largest_of(elements: list[float]) -> tuple[float, float]:
    largest = max(elements)
    return largest, abs(largest)


# A mean of means is the mean, since all windows along an axis have the same other sides.
REDUCTIONS = {
    "adaptive_avgpool": Reduction(np.mean, _mean_of),
    "adaptive_maxpool": Reduction(np.max, _largest_of),
}


def adaptive_pool(name: str) -> Kernel:
    """The kernel of an adaptive pool.

    >>> adaptive_pool("adaptive_avgpool")({"output_size": 7}, [(512, 9, 14)]).output
    (512, 7, 7)
    """
    return partial(_lay_out, REDUCTIONS[name])


def _lay_out(reduction: Reduction, arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    channels, *space = shapes[0]
    output = per_axis(arguments, "output_size", len(space))
    layer = AdaptivePool(reduction, tuple(space), output)
    return Layout(
        output=(channels, *output),
        compute=layer.compute,
        workspace=layer.channel,
        plain=layer.plain,
        plain_work=layer.largest_window,
        alike=True,
    )


class AdaptivePool(NamedTuple):
    """One pool, laid out."""

    reduction: Reduction
    space: Shape
    output: Shape

    @property
    def channel(self) -> int:
        """Bytes for one channel: two neighbouring stages, and what a window adds up."""
        return 4 * 3 * max(map(prod, stages(self.space, self.output)))

    @property
    def largest_window(self) -> int:
        """So many elements at most: a share, and at both its ends a part of one."""
        axes = zip(self.space, self.output, strict=True)
        return prod(min(size // out + 2, size) for size, out in axes)

    def compute(
        self, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, meter: Meter
    ) -> None:
        """Write (N, C, *output), some channels at a time."""
        windows = list(map(shares, self.space, self.output))
        for block in boxes(out.shape[:2], meter.room // self.channel):
            x = inputs[0][block]
            for axis, along in enumerate(windows, start=2):
                x = self._reduced(x, axis, along)
            out[block] = x

    def _reduced(self, x: Array, axis: int, windows: Sequence[slice]) -> Array:
        out = np.empty((*x.shape[:axis], len(windows), *x.shape[axis + 1 :]), x.dtype)
        lead = (slice(None),) * axis
        for number, window in enumerate(windows):
            self.reduction.axis(at(x, *lead, window), axis, out=at(out, *lead, number))
        return out

    def plain(
        self, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        """One output element by the definition."""
        item, channel, *position = index
        axes = zip(position, self.space, self.output, strict=True)
        places = product(*(touched(*axis) for axis in axes))
        return self.reduction.plain([inputs[0].item(item, channel, *place) for place in places])


def touched(position: int, size: int, out: int) -> list[int]:
    """The elements that lie, even by a part, in one of `out` equal shares.

    >>> touched(1, 7, 3)
    [2, 3, 4]
    """
    first = position * size // out  # only where to begin to look
    near = range(max(first - 1, 0), min(first + size // out + 3, size))
    begin, end = position * size, (position + 1) * size
    return [i for i in near if (i + 1) * out > begin and i * out < end]


def shares(size: int, out: int) -> list[slice]:
    """All windows along an axis.

    >>> shares(7, 3)
    [slice(0, 3, None), slice(2, 5, None), slice(4, 7, None)]
    """
    begins = np.arange(out) * size
    firsts = np.searchsorted(np.arange(1, size + 1) * out, begins, "right").tolist()
    stops = np.searchsorted(np.arange(size) * out, begins + size, "left").tolist()
    return list(map(slice, firsts, stops))
