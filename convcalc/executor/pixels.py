"""Channels that become positions, and positions that become channels."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

from convcalc.executor.arguments import number
from convcalc.executor.definition import total
from convcalc.executor.layout import Arguments, Array, Layout, Shape
from convcalc.executor.meter import Meter


def pixel_shuffle(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """(C·rⁿ,) as (C, r, …), of which each r lies inside one axis afterwards.

    Shapes: (C·rⁿ, *spatial) to (C, *spatial·r), for n spatial axes.

    >>> pixel_shuffle({"factor": 2}, [(12, 5, 7)]).output
    (3, 10, 14)
    """
    channels, *space = shapes[0]
    blocks = Blocks(number(arguments, "factor"), len(space))
    output = (channels // blocks.size, *[size * blocks.factor for size in space])
    return Layout(output=output, compute=blocks.spread, plain=blocks.spread_element)


def pixel_unshuffle(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The inverse: each block of positions becomes channels of one.

    Shapes: (C, *spatial·r) to (C·rⁿ, *spatial), for n spatial axes.

    >>> pixel_unshuffle({"factor": 2}, [(3, 10, 14)]).output
    (12, 5, 7)
    """
    channels, *space = shapes[0]
    blocks = Blocks(number(arguments, "factor"), len(space))
    output = (channels * blocks.size, *[size // blocks.factor for size in space])
    return Layout(output=output, compute=blocks.gather, plain=blocks.gathered_element)


class Blocks(NamedTuple):
    """Blocks of positions, as many to a side along each axis."""

    factor: int
    rank: int

    @property
    def size(self) -> int:
        """The positions of a block."""
        return prod((self.factor,) * self.rank)

    def _apart(self, deep: Array, wide: Array) -> tuple[Array, Array]:
        """Views of both arrays, as (N, C, size, r, size, r, …)."""
        batch, channels, *sizes = wide.shape
        sides = (self.factor,) * self.rank
        small = [size // self.factor for size in sizes]
        pairs = [side for size in small for side in (size, self.factor)]
        order = [axis for i in range(self.rank) for axis in (2 + self.rank + i, 2 + i)]
        split = deep.reshape(batch, channels, *sides, *small)
        return split.transpose(0, 1, *order), wide.reshape(batch, channels, *pairs)

    def spread(
        self, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
    ) -> None:
        """Write (N, C, *spatial·r)."""
        deep, wide = self._apart(inputs[0], out)
        wide[...] = deep

    def gather(
        self, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
    ) -> None:
        """Write (N, C·rⁿ, *spatial)."""
        deep, wide = self._apart(out, inputs[0])
        deep[...] = wide

    def spread_element(
        self, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        """One element of the larger tensor by the definition."""
        item, channel, *place = index
        source = channel
        for at in place:
            source = source * self.factor + at % self.factor
        return total([inputs[0].item(item, source, *[at // self.factor for at in place])])

    def gathered_element(
        self, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        """One element of the deeper tensor by the definition."""
        item, channel, *place = index
        for axis in reversed(range(self.rank)):
            place[axis] = place[axis] * self.factor + channel % self.factor
            channel //= self.factor
        return total([inputs[0].item(item, channel, *place)])
