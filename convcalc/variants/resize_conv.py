"""Resize, then convolve: upsampling without a checkerboard."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import ClassVar, Literal

from pydantic import Field

from convcalc import ops
from convcalc.graph import Builder
from convcalc.ops.op import Shape
from convcalc.ops.values import Padding, Sizes
from convcalc.ops.windowed import Convolution
from convcalc.variants.variant import ClosedForm, Variant


class ResizeConv(Convolution, Variant):
    """Nearest or bilinear upsampling by a whole factor, then a convolution.

    A remedy for the checkerboard of transposed convolutions; it works at the larger
    positions, so it costs more than they do.

    Params: K·K·(C/G)·M (+ M with bias)
    MACs:   K·K·(C/G)·M·H'·W' at the resized positions; blending is not counted
    """

    name: ClassVar[str] = "resize_conv"
    source: ClassVar[str] = "Odena et al., distill.pub/2016/deconv-checkerboard"
    examples: ClassVar[tuple[str, ...]] = (
        "convcalc resize-conv 64x16x16 32 --scale 2",
        "convcalc resize-conv 64x16x16 32 --mode bilinear --verify",
    )

    compared: ClassVar[tuple[Mapping[str, object], ...]] = ({"groups": 1},)

    scale: Sizes = Field(default=2, description="how many times larger, one number or one per axis")
    mode: Literal["nearest", "bilinear"] = Field(
        default="nearest", description="nearest or bilinear"
    )
    kernel_size: Sizes = Field(
        default=3, description="the kernel's size, one number or one per axis"
    )
    padding: Padding = Field(default="half", description="zeros around the resized input")

    def expand(self, build: Builder, x: int) -> int:
        """A resize and a convolution."""
        larger = build.add("resize", self.as_op(ops.Resize), x)
        return build.add("conv", self.as_op(ops.Conv), larger)

    def settled(self, x: Shape) -> ResizeConv:
        """One value per axis, padding in numbers."""
        resize = self.as_op(ops.Resize).resolved(x)
        one = self.resolved(resize.output(x))
        return one.changed(scale=resize.scale)

    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """K·K·(C/G)·M, once for each output position."""
        kernel = prod(one.kernel_size for one in self.settled(x).axes())
        weights = kernel * x[0] * out[0] // self.groups
        return ClosedForm(weights + self.bias * out[0], weights * prod(out[1:]))
