"""Convolution: windows of the padded input, copied into columns, times the weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np

from convcalc.executor import definition
from convcalc.executor.arguments import number
from convcalc.executor.layout import Arguments, Array, Box, Layout, Shape
from convcalc.executor.meter import Meter
from convcalc.executor.ones import ones_space, useful_macs
from convcalc.executor.tiles import boxes
from convcalc.executor.windows import Windows, windows

# Columns and products of so many bytes stay in the outer cache: measured best for dense and
# for depthwise layers, within the noise of half and of twice as many.
TILE = 16 * 2**20


def conv(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Cross-correlation with a weight (M, C/G, *kernel), as PyTorch's ConvNd.

    Shapes: (C, *spatial) to (M, *windows).
    """
    channels, *space = shapes[0]
    layer = Conv(
        windows(arguments, tuple(space)),
        number(arguments, "groups", 1),
        channels,
        number(arguments, "out_channels"),
    )
    weight = (layer.out_channels, channels // layer.groups, *layer.windows.kernel)
    bias = ((layer.out_channels,),) if arguments.get("bias", False) else ()
    return Layout(
        output=(layer.out_channels, *layer.windows.output),
        compute=layer.compute,
        weights=(weight, *bias),
        padding=layer.windows.padding,
        workspace=layer.workspace,
        part=layer.part,
        useful=partial(
            useful_macs,
            kernel=conv,
            arguments=arguments,
            shape=shapes[0],
            fan_out=layer.out_channels // layer.groups,
        ),
        plain=layer.plain,
        plain_work=prod(weight[1:]),
        alike=True,
    )


@dataclass(frozen=True, slots=True)
class Conv:
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
    def workspace(self) -> int:
        """Bytes of the smallest tile: one window, its padded copy and its products."""
        space = tuple(axis.size for axis in self.windows.axes)
        here = 4 * (3 * self.column + self.out_channels // self.groups)
        return here + ones_space(space, self.windows.output, prod(self.windows.kernel))

    def compute(
        self, inputs: Sequence[Array], weights: Sequence[Array], out: Array, meter: Meter
    ) -> None:
        """Write (N, M, *windows), tile by tile."""
        if self.windows.plain:
            self._pointwise(inputs[0], weights[0], out, meter)
        else:
            self._tiles(inputs[0], weights[0], out, meter)
        add_bias(out, weights)

    def part(
        self, inputs: Sequence[Array], weights: Sequence[Array], box: Box, meter: Meter
    ) -> Array:
        """The outputs in the box, (N, M, *box)."""
        items = [self._product(x, weights[0], box, self.groups, meter) for x in inputs[0]]
        out = np.stack(items)
        add_bias(out, weights)
        return out

    def _pointwise(self, x: Array, weight: Array, out: Array, meter: Meter) -> None:
        # Every window is one element: the input is its own columns, nothing is copied.
        columns = x.reshape(len(x), self.groups, self.column, -1)
        product = out.reshape(len(x), self.groups, len(weight) // self.groups, -1)
        meter.matmul(weight.reshape(self.groups, -1, self.column), columns, product)

    def _tiles(self, x: Array, weight: Array, out: Array, meter: Meter) -> None:
        # Tiles take whole groups where a group is small, else a part of one group's windows.
        element = self.column * x.itemsize
        positions = min(meter.room, TILE) // (3 * element + weight.itemsize)
        together = max(1, min(self.groups, positions // prod(self.windows.output)))
        many, each = self.channels // self.groups, len(weight) // self.groups
        for item, written in zip(x, out, strict=True):
            for first in range(0, self.groups, together):
                last = min(first + together, self.groups)
                source, filters = item[first * many : last * many], slice(first * each, last * each)
                for box in boxes(self.windows.output, positions // (last - first)):
                    product = self._product(source, weight[filters], box, last - first, meter)
                    written[(filters, *box)] = product

    def _product(self, x: Array, weight: Array, box: Box, groups: int, meter: Meter) -> Array:
        """(C, *spatial) to (M, *box), for some of the groups."""
        view = self.windows.view(x, box)
        columns = view.reshape(groups, self.column, -1)
        product = meter.matmul(weight.reshape(groups, -1, self.column), columns)
        return product.reshape(len(weight), *view.shape[-len(box) :])

    def plain(
        self, inputs: Sequence[Array], weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        """One output element by the definition."""
        return definition.conv(self.windows.axes, self.groups, inputs[0], weights, index)


def add_bias(out: Array, weights: Sequence[Array]) -> None:
    """Add the bias, if there is one, to the channels of (N, M, *spatial)."""
    for bias in weights[1:]:
        out += bias.reshape(-1, *(1,) * (out.ndim - 2))
