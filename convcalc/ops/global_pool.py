"""One number for each channel: a pool over all positions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from convcalc.ops import rules
from convcalc.ops.op import Op, Shape
from convcalc.ops.rules import Rule


class GlobalAvgPool(Op):
    """The mean of each channel over all positions; every axis is 1 long afterwards."""

    name: ClassVar[str] = "gap"
    channelwise: ClassVar[bool] = True
    ends_field: ClassVar[bool] = True

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """There are positions."""
        yield rules.has_axes(self.name, inputs[0])

    def output(self, *inputs: Shape) -> Shape:
        """The same channels at one position."""
        channels, *sizes = inputs[0]
        return (channels, *[1 for _ in sizes])

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """The mean is of all positions."""
        del inputs
        return (0,)
