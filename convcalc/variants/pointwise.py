"""Pointwise convolution: 1×1, mixes channels."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any, ClassVar

from pydantic import Field

from convcalc import ops
from convcalc.graph import Builder
from convcalc.ops.op import Shape
from convcalc.ops.values import Count, Sizes
from convcalc.ops.windowed import along
from convcalc.variants.variant import ClosedForm, Variant


class Pointwise(Variant):
    """A 1×1 convolution, grouped if asked.

    Mixes channels at each position: it reduces them before a costly kernel and restores
    them after. Most of a bottleneck's work is in these, so ShuffleNet groups them too.

    Params: (C/G)·M (+ M with bias)
    MACs:   (C/G)·M·H'·W'
    """

    name: ClassVar[str] = "pointwise"
    source: ClassVar[str] = "Lin et al., arXiv:1312.4400; Zhang et al., arXiv:1707.01083 (grouped)"
    examples: ClassVar[tuple[str, ...]] = (
        "convcalc pointwise 64x56x56 256",
        "convcalc pointwise 240x28x28 60 -g 1,2,3,4",
    )

    compared: ClassVar[tuple[Mapping[str, object], ...]] = ({"groups": 1}, {})

    out_channels: Count = Field(description="the number of output channels")
    stride: Sizes = Field(default=1, description="the step between positions")
    groups: Count = Field(default=1, description="groups of channels that do not meet")
    bias: bool = Field(default=True, description="add a number to each output channel")

    def expand(self, build: Builder, x: int) -> int:
        """One convolution with a kernel of 1."""
        return build.add("pointwise", self.as_op(ops.Conv, kernel_size=1), x)

    def settled(self, x: Shape) -> Pointwise:
        """One stride per axis."""
        stride: tuple[Any, ...] = along("stride", self.stride, len(x) - 1)
        return self.changed(stride=stride)

    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """(C/G)·M, once for each output position."""
        weights = x[0] * out[0] // self.groups
        return ClosedForm(weights + self.bias * out[0], weights * prod(out[1:]))
