"""Adaptive pools: as many windows as are asked for, evenly over the input."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field

from convcalc.column import Column
from convcalc.formulas import reach
from convcalc.ops import rules
from convcalc.ops.change import Change, Changing
from convcalc.ops.op import Shape, Span
from convcalc.ops.rules import require
from convcalc.ops.values import Sizes
from convcalc.ops.windowed import along


class AdaptivePool(Changing):
    """What adaptive pools share: window i spans from ⌊i·in/out⌋ to before ⌈(i + 1)·in/out⌉.

    Windows overlap where the sizes do not divide, and repeat elements where out is larger.
    """

    channelwise: ClassVar[bool] = True

    output_size: Sizes = Field(description="the size afterwards, one number or one per axis")

    def resolved(self, *inputs: Shape) -> Self:
        """The same with both sizes of each axis."""
        require(rules.has_axes(self.name, inputs[0]))
        after = along("output_size", self.output_size, len(inputs[0]) - 1)
        changes = tuple(map(Change, inputs[0][1:], after))
        # One window along every axis: a global pool, and positions end here. No array is one,
        # and the points of a sweep are parted.
        single = all(isinstance(size, int | Column) and size == 1 for size in after)
        return self.changed(output_size=after, changes=changes, ends_field=single)

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """From the first element of the first window to the last of the last."""
        del inputs
        sizes = self.changes[axis].sizes
        return Span(
            reach.first_of_share(span.first, **sizes), reach.last_of_share(span.last, **sizes)
        )

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """All of the input, where there is one window."""
        del inputs
        return (0,) if self.ends_field else ()

    def alike(self, one: int, other: int) -> bool:
        """Whether both axes have the same ratio."""
        return self.changes[one].alike(self.changes[other])

    def reads(self, axis: int, position: int) -> range:
        """The elements of one window."""
        span = self.sees(axis, Span(position, position), ())
        return range(span.first, span.last + 1)

    @property
    def bound_to_size(self) -> bool:
        """So it is: the number of windows stays."""
        return True

    def fullest(self, axis: int) -> tuple[int, int]:
        """When the windows repeat; which one is widest does not matter, all phases are tried."""
        return self.changes[axis].period, 0


class AdaptiveAvgPool(AdaptivePool):
    """The mean of each of so many windows, whatever the input's size."""

    name: ClassVar[str] = "adaptive_avgpool"


class AdaptiveMaxPool(AdaptivePool):
    """The largest element of each of so many windows, whatever the input's size."""

    name: ClassVar[str] = "adaptive_maxpool"
