"""Ops that only move or join channels, and the sum and product of branches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import prod
from typing import NamedTuple

import numpy as np

from convcalc.executor.arguments import number
from convcalc.executor.definition import total
from convcalc.executor.layout import Arguments, Array, Layout, Shape
from convcalc.executor.meter import Meter


def shuffle(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Channels dealt out anew: (C,) as (G, C/G), transposed, flattened (ShuffleNet).

    Shapes: (C, *spatial) to (C, *spatial).

    >>> shuffle({"groups": 2}, [(6, 5)]).output
    (6, 5)
    """
    deal = Deal(number(arguments, "groups"))
    return Layout(output=shapes[0], compute=deal.compute, plain=deal.plain, alike=True)


class Deal(NamedTuple):
    """Channels in so many heaps, dealt from each in turn."""

    groups: int

    def compute(
        self, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
    ) -> None:
        """Write (N, C, *spatial)."""
        batch, channels, *space = out.shape
        each = channels // self.groups
        heaps = inputs[0].reshape(batch, self.groups, each, *space)
        out.reshape(batch, each, self.groups, *space)[...] = heaps.swapaxes(1, 2)

    def plain(
        self, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        """One output element by the definition."""
        item, channel, *place = index
        each = inputs[0].shape[1] // self.groups
        source = channel % self.groups * each + channel // self.groups
        return total([inputs[0].item(item, source, *place)])


def concat(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Inputs joined along their channels.

    Shapes: any number of (C, *spatial) to (ΣC, *spatial).

    >>> concat({}, [(3, 5), (4, 5)]).output
    (7, 5)
    """
    channels = sum(shape[0] for shape in shapes)
    return Layout(output=(channels, *shapes[0][1:]), compute=_joined, plain=_joined_plain)


def _joined(inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter) -> None:
    np.concatenate(inputs, axis=1, out=out)


def _joined_plain(
    inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    item, channel, *place = index
    for x in inputs:
        if channel < x.shape[1]:
            return total([x.item(item, channel, *place)])
        channel -= x.shape[1]
    raise IndexError(index)


def add(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The sum of any number of inputs of one shape.

    Shapes: (C, *spatial), … to (C, *spatial).

    >>> add({}, [(3, 5), (3, 5)]).output
    (3, 5)
    """
    compute = partial(_combined, np.add)
    return Layout(output=shapes[0], compute=compute, plain=_sum_plain, alike=True)


def _combined(
    pair: np.ufunc, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
) -> None:
    so_far, *rest = inputs
    for x in rest:
        so_far = pair(so_far, x, out=out)
    if not rest:
        out[...] = so_far


def _sum_plain(
    inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    return total(x.item(*index) for x in inputs)


def mul(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The product of inputs of one shape; those of one position are for all positions.

    Shapes: (C, *spatial) or (C, 1, …), … to (C, *spatial).

    >>> mul({}, [(3, 1, 1), (3, 5, 4)]).output
    (3, 5, 4)
    """
    output = tuple(map(max, zip(*shapes, strict=True)))
    compute = partial(_combined, np.multiply)
    return Layout(output=output, compute=compute, plain=_product_plain, alike=True)


def _product_plain(
    inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    factors = [x.item(*map(min, index, (size - 1 for size in x.shape))) for x in inputs]
    return total([prod(factors)])
