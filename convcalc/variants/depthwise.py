"""Depthwise convolution: each channel by itself."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import ClassVar

from pydantic import Field

from convcalc import ops
from convcalc.graph import Builder
from convcalc.ops import rules
from convcalc.ops.op import Shape
from convcalc.ops.values import Count, Sizes
from convcalc.ops.windowed import Windowed
from convcalc.variants.variant import ClosedForm, Ratio, Variant


class Depthwise(Windowed, Variant):
    """A grouped convolution with as many groups as channels.

    Each input channel is filtered by `multiplier` kernels of its own; channels never meet.

    Params: K·K·C·multiplier (+ C·multiplier with bias)
    MACs:   K·K·C·multiplier·H'·W'
    Ratio:  1/C of the standard convolution
    """

    name: ClassVar[str] = "depthwise"
    source: ClassVar[str] = "Howard et al., arXiv:1704.04861"
    examples: ClassVar[tuple[str, ...]] = (
        "convcalc depthwise 64x56x56 -p 1",
        "convcalc depthwise 64x56x56 --multiplier 2 -k 5 -p half --verify",
    )

    multiplier: Count = Field(default=1, description="output channels for each input channel")
    kernel_size: Sizes = Field(
        default=3, description="the kernel's size, one number or one per axis"
    )
    bias: bool = Field(default=True, description="add a number to each output channel")

    @classmethod
    def between(cls, x: Shape, out_channels: int) -> Mapping[str, object]:
        """As many kernels for each channel as out_channels asks for."""
        rules.require(
            rules.channels_divide("out_channels", out_channels, x[0], "the input's channels")
        )
        return {"multiplier": out_channels // x[0]}

    def expand(self, build: Builder, x: int) -> int:
        """One convolution with G = C."""
        channels = build.shape(x)[0]
        out = channels * self.multiplier
        return build.add("depthwise", self.as_op(ops.Conv, out_channels=out, groups=channels), x)

    def settled(self, x: Shape) -> Depthwise:
        """One value per axis, padding in numbers."""
        return self.resolved(x)

    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """K·K, once for each output element."""
        kernel = prod(one.kernel_size for one in self.settled(x).axes())
        return ClosedForm((kernel + self.bias) * out[0], kernel * prod(out))

    def ratio(self, x: Shape) -> Ratio | None:
        """1/C: a grouped convolution with G = C."""
        return Ratio("1/C", Fraction(1, x[0]))
