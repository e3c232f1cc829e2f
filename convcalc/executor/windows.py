"""Windows over the spatial axes: where they begin, and the real elements they hold."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from types import EllipsisType

import numpy as np
from numpy.lib.stride_tricks import as_strided

from convcalc.errors import InputError
from convcalc.executor.arguments import per_axis
from convcalc.executor.layout import Arguments, Array, Box, Pairs, Shape
from convcalc.executor.padding import WORDS, count, resolve, window_starts


@dataclass(frozen=True, slots=True)
class Axis:
    """One spatial axis: its size, the offsets of a window's taps, its padding, the starts.

    `starts` count from the first padding zero.
    """

    size: int
    taps: range
    before: int
    after: int
    starts: range


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of an op over all spatial axes."""

    axes: tuple[Axis, ...]

    @property
    def kernel(self) -> Shape:
        """Taps per axis."""
        return tuple(count(axis.taps) for axis in self.axes)

    @property
    def output(self) -> Shape:
        """Windows per axis."""
        return tuple(count(axis.starts) for axis in self.axes)

    @property
    def padding(self) -> Pairs:
        """The (before, after) of each axis."""
        return tuple((axis.before, axis.after) for axis in self.axes)

    @property
    def whole(self) -> Box:
        """The box of all windows."""
        return tuple(slice(0, size) for size in self.output)

    @property
    def plain(self) -> bool:
        """Whether every window is one element, and every element a window."""
        return prod(self.kernel) == 1 and self.output == tuple(axis.size for axis in self.axes)

    def view(self, x: Array, box: Box) -> Array:
        """The windows in the box: (..., *spatial) to a view (..., *taps, *box)."""
        spans = [
            slice(axis.starts[part.start], axis.starts[part.stop - 1] + axis.taps[-1] + 1)
            for axis, part in zip(self.axes, box, strict=True)
        ]
        padded = self._padded(x, spans)
        lead = padded.ndim - len(spans)
        steps = padded.strides[lead:]
        shape = (*padded.shape[:lead], *self.kernel, *(part.stop - part.start for part in box))
        taps = (s * axis.taps.step for s, axis in zip(steps, self.axes, strict=True))
        starts = (s * axis.starts.step for s, axis in zip(steps, self.axes, strict=True))
        return as_strided(padded, shape, (*padded.strides[:lead], *taps, *starts), writeable=False)

    def _padded(self, x: Array, spans: list[slice]) -> Array:
        """The elements in the spans, which count padding; copied only if zeros are among them."""
        inside: list[slice | EllipsisType] = [...]
        place: list[slice | EllipsisType] = [...]
        for axis, span in zip(self.axes, spans, strict=True):
            first = min(max(span.start - axis.before, 0), axis.size)
            last = max(min(span.stop - axis.before, axis.size), first)
            inside.append(slice(first, last))
            # A span of zeros only has nothing to place: an empty slice, wherever it is.
            start = max(first + axis.before - span.start, 0)
            place.append(slice(start, start + last - first))
        shape = (*x.shape[: -len(spans)], *(span.stop - span.start for span in spans))
        elements = x[tuple(inside)]
        if elements.shape == shape:
            return elements
        padded = np.zeros(shape, x.dtype)
        padded[tuple(place)] = elements
        return padded


def windows(arguments: Arguments, space: Shape, *, stride: Shape | None = None) -> Windows:
    """The windows of a convolution or pool over a space, as its arguments were written.

    Raises
    ------
    InputError
        CC201 where no window fits into the padded input.

    >>> layer = windows({"kernel_size": 7, "stride": 2, "padding": 3}, (224, 224))
    >>> layer.output, layer.padding
    ((112, 112), ((3, 3), (3, 3)))
    """
    rank = len(space)
    kernel = per_axis(arguments, "kernel_size", rank)
    dilation = per_axis(arguments, "dilation", rank, 1)
    strides = stride or per_axis(arguments, "stride", rank, 1)
    taps = tuple(range(0, k * d, d) for k, d in zip(kernel, dilation, strict=True))
    pads = resolve(arguments, list(zip(space, taps, strides, strict=True)), WORDS)
    parts = zip(space, taps, pads, strides, strict=True)
    return Windows(tuple(_axis(i, *part) for i, part in enumerate(parts)))


def _axis(index: int, size: int, taps: range, pads: tuple[int, int], stride: int) -> Axis:
    before, after = pads
    starts = window_starts(before + size + after, taps, stride)
    if not starts:
        raise InputError(
            "CC201",
            f"axis {index}: a window spans {taps[-1] + 1} elements and the padded input has "
            f"{before} + {size} + {after}; add padding or use a smaller kernel or dilation",
        )
    return Axis(size, taps, before, after, starts)
