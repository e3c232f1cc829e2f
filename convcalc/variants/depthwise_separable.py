"""Depthwise separable convolution: filter each channel, then mix them."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import ClassVar

from pydantic import Field

from convcalc import ops
from convcalc.graph import Builder
from convcalc.ops.op import Shape
from convcalc.ops.values import Count, Sizes
from convcalc.ops.windowed import Windowed
from convcalc.variants.variant import ClosedForm, Ratio, Variant


class DepthwiseSeparable(Windowed, Variant):
    """A depthwise convolution, then a pointwise one.

    Params: K²·C (+ C) + C·M (+ M)
    MACs:   K²·C·H'·W' + C·M·H'·W'
    Ratio:  1/M + 1/K² of the standard convolution (in n-D 1/M + 1/ΠK)
    """

    name: ClassVar[str] = "depthwise_separable"
    source: ClassVar[str] = "Howard et al., arXiv:1704.04861, section 3.1"
    examples: ClassVar[tuple[str, ...]] = (
        "convcalc depthwise-separable 32x112x112 64 -p 1 --verify",
        "convcalc depthwise-separable 32x112x112 64 -p 1 --explain",
    )

    out_channels: Count = Field(description="the number of output channels")
    kernel_size: Sizes = Field(
        default=3, description="the kernel's size, one number or one per axis"
    )
    bias: bool = Field(default=True, description="add a number to each channel, in both layers")

    def expand(self, build: Builder, x: int) -> int:
        """Two convolutions."""
        channels = build.shape(x)[0]
        filters = self.as_op(ops.Conv, out_channels=channels, groups=channels)
        mixes = ops.Conv.trusted(out_channels=self.out_channels, kernel_size=1, bias=self.bias)
        return build.add("pointwise", mixes, build.add("depthwise", filters, x))

    def settled(self, x: Shape) -> DepthwiseSeparable:
        """One value per axis, padding in numbers."""
        return self.resolved(x)

    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """K²·C + C·M, once for each output position."""
        weights = self._taps(x) * x[0] + x[0] * out[0]
        return ClosedForm(weights + self.bias * (x[0] + out[0]), weights * prod(out[1:]))

    def ratio(self, x: Shape) -> Ratio | None:
        """1/M + 1/K²."""
        claim = Fraction(1, self.out_channels) + Fraction(1, self._taps(x))
        return Ratio("1/M + 1/K²" if len(x) == 3 else "1/M + 1/ΠK", claim)  # noqa: PLR2004 — C, H, W

    def _taps(self, x: Shape) -> int:
        return prod(one.kernel_size for one in self.settled(x).axes())
