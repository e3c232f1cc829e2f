"""Ops that only move or join channels, and the sum of branches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convcalc.executor.arguments import number
from convcalc.executor.definition import total
from convcalc.executor.layout import Arguments, Array, Layout, Shape
from convcalc.executor.meter import Meter


def shuffle(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Channels dealt out anew: (C,) as (G, C/G), transposed, flattened (ShuffleNet).

    Shapes: (C, *spatial) to (C, *spatial).
    """
    groups = number(arguments, "groups")

    def compute(
        inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
    ) -> None:
        batch, channels, *space = out.shape
        grouped = inputs[0].reshape(batch, groups, channels // groups, *space)
        out.reshape(batch, channels // groups, groups, *space)[...] = grouped.swapaxes(1, 2)

    def plain(
        inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        item, channel, *place = index
        source = channel % groups * (shapes[0][0] // groups) + channel // groups
        return total([inputs[0].item(item, source, *place)])

    return Layout(output=shapes[0], compute=compute, plain=plain, alike=True)


def concat(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Inputs joined along their channels.

    Shapes: any number of (C, *spatial) to (ΣC, *spatial).
    """
    owners = [(i, c) for i, shape in enumerate(shapes) for c in range(shape[0])]

    def compute(
        inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
    ) -> None:
        np.concatenate(inputs, axis=1, out=out)

    def plain(
        inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        item, channel, *place = index
        source, its_channel = owners[channel]
        return total([inputs[source].item(item, its_channel, *place)])

    return Layout(output=(len(owners), *shapes[0][1:]), compute=compute, plain=plain)


def add(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The sum of any number of inputs of one shape.

    Shapes: (C, *spatial), … to (C, *spatial).
    """

    def compute(
        inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
    ) -> None:
        out[...] = inputs[0]
        for x in inputs[1:]:
            out += x

    def plain(
        inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        return total([x.item(*index) for x in inputs])

    return Layout(output=shapes[0], compute=compute, plain=plain, alike=True)
