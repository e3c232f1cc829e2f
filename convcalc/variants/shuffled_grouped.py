"""Shuffled grouped convolution: groups whose channels meet in the next layer."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import ClassVar

from pydantic import Field

from convcalc import ops
from convcalc.graph import Builder
from convcalc.ops.op import Shape
from convcalc.ops.values import Count, Sizes
from convcalc.ops.windowed import Convolution
from convcalc.variants.variant import ClosedForm, Ratio, Variant


class ShuffledGrouped(Convolution, Variant):
    """A grouped convolution, then a channel shuffle.

    The shuffle (reshape C to (G, C/G), transpose, flatten) lets the next grouped convolution
    see channels of every group. It has no params and no MACs, but moves the whole tensor.

    Params: K·K·(C/G)·M (+ M with bias)
    MACs:   K·K·(C/G)·M·H'·W'
    Ratio:  1/G of the standard convolution
    """

    name: ClassVar[str] = "shuffled_grouped"
    source: ClassVar[str] = "Zhang et al., arXiv:1707.01083"
    examples: ClassVar[tuple[str, ...]] = (
        "convcalc shuffled-grouped 240x28x28 240 -g 3 -p 1",
        "convcalc shuffled-grouped 240x28x28 240 -g 2,3,4,8 -p 1",
    )

    kernel_size: Sizes = Field(
        default=3, description="the kernel's size, one number or one per axis"
    )
    groups: Count = Field(description="groups of channels that do not meet in this layer")

    def expand(self, build: Builder, x: int) -> int:
        """A convolution and a shuffle."""
        grouped = build.add("conv", self.as_op(ops.Conv), x)
        return build.add("shuffle", ops.Shuffle.trusted(groups=self.groups), grouped)

    def settled(self, x: Shape) -> ShuffledGrouped:
        """One value per axis, padding in numbers."""
        return self.resolved(x)

    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """K·K·(C/G)·M, once for each output position; the shuffle is free."""
        kernel = prod(one.kernel_size for one in self.settled(x).axes())
        weights = kernel * x[0] * out[0] // self.groups
        return ClosedForm(weights + self.bias * out[0], weights * prod(out[1:]))

    def ratio(self, x: Shape) -> Ratio | None:
        """1/G."""
        del x
        return Ratio("1/G" if self.groups > 1 else "1", Fraction(1, self.groups))
