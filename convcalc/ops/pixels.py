"""Channels that become positions, and positions that become channels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from convcalc.formulas import reach
from convcalc.ops import rules
from convcalc.ops.op import Op, Shape, Span
from convcalc.ops.rules import Rule
from convcalc.ops.values import Count
from convcalc.ops.wiring import Wiring


class PixelShuffle(Op):
    """Each factor·factor channels become one, factor times larger: sub-pixel convolution.

    Along one axis factor channels become one, along three factor³.

    Source: Shi et al., arXiv:1609.05158; PyTorch PixelShuffle.
    """

    name: ClassVar[str] = "pixel_shuffle"

    factor: Count = Field(description="how many times larger every axis becomes")

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The channels fill the positions that come between."""
        channels, *sizes = inputs[0]
        yield rules.has_axes(self.name, inputs[0])
        what = f"the positions that factor={self.factor} makes of one"
        yield rules.channels_divide("channels", channels, self.factor ** len(sizes), what)

    def output(self, *inputs: Shape) -> Shape:
        """Fewer channels at more positions."""
        channels, *sizes = inputs[0]
        return (channels // self.factor ** len(sizes), *[size * self.factor for size in sizes])

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """An output channel is made of neighbouring input channels."""
        del inputs
        return Wiring("groups", output[0])

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """One input for each `factor` outputs."""
        del axis, inputs
        sizes = {"in_size": 1, "out_size": self.factor}
        return Span(
            reach.first_of_share(span.first, **sizes), reach.first_of_share(span.last, **sizes)
        )

    def reads(self, axis: int, position: int) -> range:
        """The one input."""
        span = self.sees(axis, Span(position, position), ())
        return range(span.first, span.last + 1)

    def fullest(self, axis: int) -> tuple[int, int]:
        """The factor; all outputs see the same."""
        del axis
        return self.factor, 0


class PixelUnshuffle(Op):
    """Each factor·factor positions become one with as many times the channels: space to depth.

    Source: PyTorch PixelUnshuffle, the inverse of PixelShuffle.
    """

    name: ClassVar[str] = "pixel_unshuffle"

    factor: Count = Field(description="how many times smaller every axis becomes")

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The factor divides the sizes."""
        yield rules.has_axes(self.name, inputs[0])
        for number, size in enumerate(inputs[0][1:]):
            yield rules.sizes_divide(number, size, self.factor)

    def output(self, *inputs: Shape) -> Shape:
        """More channels at fewer positions."""
        channels, *sizes = inputs[0]
        return (channels * self.factor ** len(sizes), *[size // self.factor for size in sizes])

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """An input channel becomes neighbouring output channels."""
        del output
        return Wiring("groups", inputs[0][0])

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """`factor` inputs for each output."""
        del axis, inputs
        return Span(
            reach.first_input(span.first, stride=self.factor, before=0),
            reach.last_input(
                span.last, kernel_size=self.factor, stride=self.factor, dilation=1, before=0
            ),
        )

    def reads(self, axis: int, position: int) -> range:
        """The positions that become channels of this one."""
        span = self.sees(axis, Span(position, position), ())
        return range(span.first, span.last + 1)
