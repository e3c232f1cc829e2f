"""Convolution: windows of the padded input, copied into columns, times the weight."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from convcalc.executor import definition
from convcalc.executor.arguments import number
from convcalc.executor.columns import columns
from convcalc.executor.layout import Arguments, Array, Box, Layout, Shape, at
from convcalc.executor.meter import Meter
from convcalc.executor.ones import ones_space
from convcalc.executor.rows import by_rows, multiply_rows
from convcalc.executor.tiles import boxes
from convcalc.executor.windows import Windows, windows

# Columns and products of so many bytes stay in the outer cache: measured best for dense and
# for depthwise layers, within the noise of half and of twice as many.
TILE = 16 * 2**20


def conv(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Cross-correlation with a weight (M, C/G, *kernel), as PyTorch's ConvNd.

    Shapes: (C, *spatial) to (M, *windows).

    >>> stem = conv({"out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3}, [(3, 9, 8)])
    >>> stem.output, stem.weights
    ((64, 5, 4), ((64, 3, 7, 7),))
    """
    channels, *space = shapes[0]
    groups, out_channels = number(arguments, "groups", 1), number(arguments, "out_channels")
    layer = Conv(windows(arguments, tuple(space)), groups, channels, out_channels)
    weight = (out_channels, channels // groups, *layer.windows.kernel)
    bias = ((out_channels,),) if arguments.get("bias", False) else ()
    output = (out_channels, *layer.windows.output)
    return Layout(
        output=output,
        compute=layer.compute,
        weights=(weight, *bias),
        padding=layer.windows.padding,
        workspace=ones_space(weight, output, layer.column, layer.position),
        part=layer.part,
        contracts=True,
        plain=layer.plain,
        plain_work=layer.column,
        alike=True,
    )


class Conv(NamedTuple):
    """One convolution, laid out."""

    windows: Windows
    groups: int
    channels: int
    out_channels: int

    @property
    def column(self) -> int:
        """Elements of one window, over the channels of one group."""
        return self.channels // self.groups * prod(self.windows.kernel)

    @property
    def position(self) -> int:
        """Elements that a tile holds for one window of one group: its column and products."""
        return 2 * self.column + self.out_channels // self.groups  # a turned column is copied

    def compute(
        self, inputs: Sequence[Array], weights: Sequence[Array], out: Array, meter: Meter
    ) -> None:
        """Write (N, M, *windows), tile by tile."""
        write = self._pointwise if self.windows.plain else self._tiles
        for item, written in zip(inputs[0], out, strict=True):
            write(item, weights[0], written, meter)
        add_bias(out, weights)

    def part(
        self, inputs: Sequence[Array], weights: Sequence[Array], box: Box, meter: Meter
    ) -> Array:
        """The outputs in the box, (N, M, *box)."""
        out = np.empty(
            (len(inputs[0]), self.out_channels, *(part.stop - part.start for part in box)),
            inputs[0].dtype,
        )
        for item, written in zip(inputs[0], out, strict=True):
            self._multiply(item, weights[0], written, box, meter)
        add_bias(out, weights)
        return out

    def _pointwise(self, x: Array, weight: Array, out: Array, meter: Meter) -> None:
        # Every window is one element: the input is its own columns, nothing is copied.
        filters = weight.reshape(self.groups, -1, self.column)
        columns = x.reshape(self.groups, self.column, -1)
        product = out.reshape(self.groups, len(filters[0]), -1)
        positions = self._positions(x, meter) // self.groups
        for (part,) in boxes(columns.shape[-1:], positions):
            meter.matmul(filters, columns[..., part], product[..., part])

    def _tiles(self, x: Array, weight: Array, out: Array, meter: Meter) -> None:
        # Tiles take whole groups where a group is small, else a part of one group's windows.
        positions = self._positions(x, meter)
        together = max(1, min(self.groups, positions // prod(self.windows.output)))
        many, each = len(x) // self.groups, len(weight) // self.groups
        for first in range(0, self.groups, together):
            last = min(first + together, self.groups)
            read, filters = slice(first * many, last * many), slice(first * each, last * each)
            block = x[read], weight[filters], out[filters]
            self._block(*block, positions // (last - first), meter)

    def _block(self, x: Array, weight: Array, out: Array, positions: int, meter: Meter) -> None:
        depthwise = self.channels == self.groups
        if depthwise and positions >= prod(self.windows.output) and by_rows(self.windows):
            multiply_rows(self.windows, x, weight, out, meter)
            return
        for box in boxes(self.windows.output, positions):
            self._multiply(x, weight, at(out, slice(None), *box), box, meter)

    def _positions(self, x: Array, meter: Meter) -> int:
        return min(meter.room, TILE) // (self.position * x.itemsize)

    def _multiply(self, x: Array, weight: Array, out: Array, box: Box, meter: Meter) -> None:
        """(C, *spatial) to (M, *box), for some of the groups."""
        groups = len(x) * self.groups // self.channels
        laid = columns(self.windows, x, box).reshape(groups, self.column, -1)
        filters = weight.reshape(groups, -1, self.column)
        # A box of whole rows, or of a part of one row, is flat: the reshaped output is a view.
        meter.matmul(filters, laid, out.reshape(groups, filters.shape[1], -1))

    def plain(
        self, inputs: Sequence[Array], weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        """One output element by the definition."""
        return definition.conv(self.windows.axes, self.groups, inputs[0], weights, index)


def add_bias(out: Array, weights: Sequence[Array]) -> None:
    """Add the bias, if there is one, to the channels of (N, M, *spatial)."""
    for bias in weights[1:]:
        out += bias.reshape(-1, *(1,) * (out.ndim - 2))
