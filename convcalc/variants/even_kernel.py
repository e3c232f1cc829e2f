"""The transposed convolution nearest to another whose kernel copies overlap evenly."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from math import gcd
from typing import Any, NamedTuple

from convcalc.analysis.overlap import AxisOverlap
from convcalc.formulas.axis import full_padding
from convcalc.ops.windowed import Axis, Pair
from convcalc.variants.conv_transpose import ConvTranspose


class _Window(NamedTuple):
    """Its arguments along one axis."""

    kernel_size: int
    dilation: int
    padding: Pair
    output_padding: int


def even_kernel(spec: ConvTranspose, axes: tuple[AxisOverlap, ...]) -> ConvTranspose:
    """The same layer with a kernel that the stride divides, and an output of the same size.

    The nearest kernel_size, upwards if two are as near; where stride and dilation share a
    factor, also the nearest dilation that does not. Padding and output_padding make up for
    what the kernel is longer or shorter. `spec` is resolved.

    >>> from convcalc.analysis.overlap import overlap_axes
    >>> layer = ConvTranspose(out_channels=8, kernel_size=3, stride=2, output_padding=1, padding=1)
    >>> node = layer.graph((8, 5, 5)).nodes[0]
    >>> even_kernel(layer.settled((8, 5, 5)), overlap_axes(node)).kernel_size
    (4, 4)
    """
    fields: Any = spec
    windows = map(_window, axes, fields.output_padding)
    return spec.changed(**dict(zip(_Window._fields, zip(*windows, strict=True), strict=True)))


def _window(axis: AxisOverlap, extra: int) -> _Window:
    one = axis.window
    if axis.even:
        return _Window(one.kernel_size, one.dilation, (one.before, one.after), extra)
    # There is one: a longer kernel needs no more output_padding than there is already.
    return next(window for window in _nearest(one, extra) if window)


def _nearest(one: Axis, extra: int) -> Iterator[_Window | None]:
    """Windows that overlap evenly, the nearest first; none for one that cannot keep the size."""
    # What is cut beyond the reach of the taps: with it the size of the output stays the same.
    cut = one.before + one.after - extra - full_padding(**one.taps)
    for dilation in _outwards(one.dilation):
        if gcd(one.stride, dilation) == 1:
            for kernel in _multiples(one.kernel_size, one.stride):
                longer = full_padding(kernel_size=kernel, dilation=dilation)
                yield _cutting(kernel, dilation, cut + longer, max(one.stride, dilation))


def _cutting(kernel: int, dilation: int, cut: int, limit: int) -> _Window | None:
    """The window with so many elements cut, alike on both sides, from its output."""
    side = max(-(-cut // 2), 0)
    extra = 2 * side - cut
    return _Window(kernel, dilation, (side, side), extra) if extra < limit else None


def _multiples(kernel_size: int, stride: int) -> list[int]:
    """The multiple of the stride that a kernel_size is, else those beside it, the nearer first."""
    lower = kernel_size // stride * stride
    both = {lower, lower + stride * (lower < kernel_size)}
    return sorted(both - {0}, key=lambda size: (abs(size - kernel_size), -size))


def _outwards(dilation: int) -> Iterator[int]:
    for step in count():
        if dilation > step:
            yield dilation - step
        yield dilation + step
