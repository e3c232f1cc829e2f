"""Standard convolution, strided, dilated, grouped or 1×1 by its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import ClassVar

from convcalc import ops
from convcalc.graph import Builder, Graph
from convcalc.ops.op import Shape
from convcalc.ops.windowed import Convolution
from convcalc.variants.variant import ClosedForm, Ratio, Variant


class Conv(Convolution, Variant):
    """Convolution by its seven parameters.

    A window of K taps an axis slides over the input, S apart, its taps D apart; each of M
    output channels sums the products over the C/G input channels of its group.

    Output: ⌊(H + 2P − D·(K − 1) − 1)/S⌋ + 1 along each axis
    Params: K·K·(C/G)·M (+ M with bias)
    MACs:   K·K·(C/G)·M·H'·W'
    Ratio:  1/G of the standard convolution
    """

    name: ClassVar[str] = "conv"
    source: ClassVar[str] = (
        "Dumoulin & Visin, arXiv:1603.07285; Yu & Koltun, arXiv:1511.07122 (dilated);"
        " Krizhevsky et al. 2012 (grouped)"
    )
    examples: ClassVar[tuple[str, ...]] = (
        "convcalc conv 3x224x224 64 -k 7 -s 2 -p 3 --verify",
        "convcalc conv 64x56x56 64,128,256 -k 1,3,5 -p half",
        "convcalc conv 64x56x56 64 -k 3 -p 1 -g 64 --explain",
        "convcalc conv 1x16000 32 -k 9 -d 2 -p 1+2 -f json",
    )

    compared: ClassVar[tuple[Mapping[str, object], ...]] = (
        {"groups": 1},
        {"groups": 1, "dilation": 2},
        {},
    )

    def expand(self, build: Builder, x: int) -> int:
        """One operator."""
        return build.add("conv", self.as_op(ops.Conv), x)

    def settled(self, x: Shape) -> Conv:
        """One value per axis, padding in numbers."""
        return self.resolved(x)

    def arguments(self, graph: Graph) -> Mapping[str, object]:
        """Those of its only operator, which has resolved them already."""
        return graph.nodes[0].op.fields()

    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """K·K·(C/G)·M, once for each output position."""
        weights = prod(one.kernel_size for one in self.settled(x).axes()) * x[0] * out[0]
        weights //= self.groups
        return ClosedForm(weights + self.bias * out[0], weights * prod(out[1:]))

    def ratio(self, x: Shape) -> Ratio | None:
        """1/G."""
        del x
        return Ratio("1/G" if self.groups > 1 else "1", Fraction(1, self.groups))
