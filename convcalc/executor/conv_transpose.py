"""Transposed convolution: every input element meets every tap once, and is scattered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from convcalc.executor import definition
from convcalc.executor.arguments import number
from convcalc.executor.conv import TILE, add_bias
from convcalc.executor.layout import Arguments, Array, Box, Layout, Shape, at
from convcalc.executor.meter import Meter
from convcalc.executor.ones import ones_space
from convcalc.executor.tiles import boxes
from convcalc.executor.transposed import Copies, copies, kept, kernel, output, padding


def conv_transpose(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The adjoint of a convolution, with a weight (C, M/G, *kernel), as PyTorch's ConvTransposeNd.

    Shapes: (C, *spatial) to (M, *span of the kernel copies, less padding, plus output_padding).

    >>> up = conv_transpose({"out_channels": 8, "kernel_size": 4, "stride": 2}, [(16, 5, 6)])
    >>> up.output, up.weights
    ((8, 12, 14), ((16, 8, 4, 4),))
    """
    channels, *space = shapes[0]
    axes = copies(arguments, tuple(space))
    out_channels, groups = number(arguments, "out_channels"), number(arguments, "groups", 1)
    layer = ConvTranspose(axes, groups, channels, out_channels)
    weight = (channels, out_channels // groups, *kernel(axes))
    bias = ((out_channels,),) if arguments.get("bias", False) else ()
    out = (out_channels, *output(axes))
    return Layout(
        output=out,
        compute=layer.compute,
        weights=(weight, *bias),
        padding=padding(axes),
        workspace=ones_space(weight, out, layer.terms, layer.tile),
        contracts=True,
        plain=layer.plain,
        plain_work=layer.terms,
        alike=True,
    )


class ConvTranspose(NamedTuple):
    """One transposed convolution, laid out."""

    axes: tuple[Copies, ...]
    groups: int
    channels: int
    out_channels: int

    @property
    def buffer(self) -> Shape:
        """The elements of one channel before padding is cut."""
        return tuple(axis.buffer for axis in self.axes)

    @property
    def position(self) -> int:
        """Elements that a tile holds for each input position of one group: input and products."""
        return self.channels // self.groups + self._each * prod(kernel(self.axes))

    @property
    def _each(self) -> int:
        return self.out_channels // self.groups

    @property
    def tile(self) -> int:
        """Elements of the smallest tile and one group's buffer."""
        return self.position + self._each * prod(self.buffer)

    @property
    def terms(self) -> int:
        """Products that an output element is a sum of, at most."""
        return self.channels // self.groups * prod(kernel(self.axes))

    def compute(
        self, inputs: Sequence[Array], weights: Sequence[Array], out: Array, meter: Meter
    ) -> None:
        """Write (N, M, *spatial), a few groups of an item at a time."""
        x, weight = inputs[0], weights[0]
        group = self._each * prod(self.buffer) * x.itemsize
        together = max(1, min(self.groups, min(meter.room, TILE) // (2 * group)))
        many = self.channels // self.groups
        for item, written in zip(x, out, strict=True):
            for first in range(0, self.groups, together):
                read = slice(first * many, min(first + together, self.groups) * many)
                write = slice(first * self._each, (first + together) * self._each)
                written[write] = self._scattered(item[read], weight[read], meter)
        add_bias(out, weights)

    def _scattered(self, x: Array, weight: Array, meter: Meter) -> Array:
        """(C, *spatial) to (M, *kept), for some of the groups."""
        groups = len(x) * self.groups // self.channels
        buffer = np.zeros((groups * self._each, *self.buffer), x.dtype)
        room = min(meter.room - buffer.nbytes, TILE)
        filters = weight.reshape(groups, len(x) // groups, -1).transpose(0, 2, 1)
        for box in boxes(x.shape[1:], room // (groups * self.position * x.itemsize)):
            elements = at(x, slice(None), *box)
            products = meter.matmul(filters, elements.reshape(groups, len(x) // groups, -1))
            shaped = products.reshape(len(buffer), *kernel(self.axes), *elements.shape[1:])
            for tap, place in self._landings(box):
                landed = at(buffer, slice(None), *place)
                landed += at(shaped, slice(None), *tap)
        return at(buffer, slice(None), *kept(self.axes))

    def _landings(self, box: Box) -> Iterator[tuple[Shape, Box]]:
        """For each tap, where the copies of the input positions in the box lay it."""
        for tap in product(*(range(k) for k in kernel(self.axes))):
            parts = zip(self.axes, tap, box, strict=True)
            yield tap, tuple(axis.landing(t, part) for axis, t, part in parts)

    def plain(
        self, inputs: Sequence[Array], weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        """One output element by the definition."""
        return definition.conv_transpose(self.axes, self.groups, inputs[0], weights, index)
