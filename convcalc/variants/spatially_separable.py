"""Spatially separable convolution: one axis after the other."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import prod
from typing import Any, ClassVar

from pydantic import Field

from convcalc import ops
from convcalc.graph import Builder
from convcalc.ops.op import Shape
from convcalc.ops.values import Count, Sizes
from convcalc.ops.windowed import Windowed, along
from convcalc.variants.variant import ClosedForm, Ratio, Variant

_IMAGE = 3  # channels, height, width


class SpatiallySeparable(Windowed, Variant):
    """A K×K kernel as K×1, then 1×K; in n-D as many layers as axes.

    Exact only for kernels of rank 1 (`convcalc kernel` tells). Stride, padding and dilation
    of an axis go to the layer of that axis; a bias is added in each layer.

    Params: K·C·mid (+ mid) + K·mid·M (+ M)
    MACs:   K·C·mid·H'·W + K·mid·M·H'·W'
    Ratio:  (mid/M + mid/C)/K of the standard convolution, where sizes are kept
    """

    name: ClassVar[str] = "spatially_separable"
    source: ClassVar[str] = "Szegedy et al., arXiv:1512.00567, section 3.2"
    examples: ClassVar[tuple[str, ...]] = (
        "convcalc spatially-separable 64x35x35 96 -p half",
        "convcalc spatially-separable 64x35x35 96 -k 7 --mid 48 -p half --verify",
    )

    out_channels: Count = Field(description="the number of output channels")
    mid: Count | None = Field(default=None, description="channels between the layers; out_channels")
    kernel_size: Sizes = Field(
        default=3, description="the kernel's size, one number or one per axis"
    )
    bias: bool = Field(default=True, description="add a number to each channel, in each layer")

    def expand(self, build: Builder, x: int) -> int:
        """One convolution an axis."""
        rank = len(build.shape(x)) - 1
        for axis in range(rank):
            x = build.add(f"axis{axis}", self._layer(axis, rank), x)
        return x

    def _layer(self, axis: int, rank: int) -> ops.Conv:
        """The convolution along one axis. A padding word stays a word: 0 where the kernel is 1."""

        def only(name: str, other: int) -> tuple[Any, ...]:
            values = along(name, getattr(self, name), rank)
            return tuple(value if i == axis else other for i, value in enumerate(values))

        return ops.Conv.trusted(
            out_channels=self._widths(rank)[axis],
            kernel_size=only("kernel_size", 1),
            stride=only("stride", 1),
            dilation=only("dilation", 1),
            padding=self.padding if isinstance(self.padding, str) else self._padding(axis, rank),
            bias=self.bias,
        )

    def _padding(self, axis: int, rank: int) -> tuple[tuple[int, int], ...]:
        pairs = self.padding_pairs((0,) * rank, ())
        return tuple(pair if i == axis else (0, 0) for i, pair in enumerate(pairs))

    def _widths(self, rank: int) -> tuple[int, ...]:
        """The channels that each layer writes."""
        return (self.mid or self.out_channels,) * (rank - 1) + (self.out_channels,)

    def settled(self, x: Shape) -> SpatiallySeparable:
        """One value per axis, padding and inner width in numbers."""
        return self.resolved(x).changed(mid=self.mid or self.out_channels)

    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """K·in·out for each layer, once for each position that it writes."""
        rank = len(x) - 1
        widths = (x[0], *self._widths(rank))
        taps = [one.kernel_size for one in self.settled(x).axes()]
        weights = [k * a * b for k, a, b in zip(taps, widths, widths[1:], strict=False)]
        sizes = accumulate(
            range(rank), lambda done, i: (*done[:i], out[i + 1], *x[i + 2 :]), initial=x[1:]
        )
        positions = [prod(size) for size in sizes][1:]
        work = sum(weight * at for weight, at in zip(weights, positions, strict=True))
        return ClosedForm(sum(weights) + self.bias * sum(widths[1:]), work)

    def ratio(self, x: Shape) -> Ratio | None:
        """(mid/M + mid/C)/K, for a square kernel that keeps the sizes."""
        taps = {one.kernel_size for one in self.settled(x).axes()}
        keeps = all(node.output[1:] == x[1:] for node in self.graph(x).nodes)
        if len(x) != _IMAGE or len(taps) > 1 or not keeps:
            return None
        mid = self.mid or self.out_channels
        claim = Fraction(mid, self.out_channels) + Fraction(mid, x[0])
        return Ratio("(mid/M + mid/C)/K", claim / taps.pop())
