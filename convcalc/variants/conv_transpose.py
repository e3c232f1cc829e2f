"""Transposed convolution: the adjoint, for upsampling."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import ClassVar

from pydantic import Field

from convcalc import ops
from convcalc.graph import Builder, Graph
from convcalc.ops.op import Shape
from convcalc.ops.values import Extras
from convcalc.ops.windowed import Convolution
from convcalc.variants.variant import ClosedForm, Variant


class ConvTranspose(Convolution, Variant):
    """The adjoint of the convolution with the same arguments.

    Each input element lays a copy of the kernel, scaled by its value, on the output, S apart;
    where copies overlap they add up. Padding cuts the output. The work is done at input
    positions: counting it at output positions, as many tools do, gives about S² times too much.

    Output: (H − 1)·S − P_before − P_after + D·(K − 1) + output_padding + 1 along each axis
    Params: K·K·C·(M/G) (+ M with bias)
    MACs:   H·W·K·K·C·M/G
    Checkerboard: the copies overlap evenly exactly if S divides K and gcd(S, D) = 1
    """

    name: ClassVar[str] = "conv_transpose"
    source: ClassVar[str] = (
        "Dumoulin & Visin, arXiv:1603.07285; Odena et al., distill.pub/2016/deconv-checkerboard"
    )
    examples: ClassVar[tuple[str, ...]] = (
        "convcalc conv-transpose 64x16x16 32 -k 4 -s 2 -p 1 --verify",
        "convcalc conv-transpose 64x16x16 32 -k 3 -s 2 -p 1 --output-padding 1 --overlap",
    )

    compared: ClassVar[tuple[Mapping[str, object], ...]] = ({"groups": 1},)

    output_padding: Extras = Field(default=0, description="elements added at the end of the output")

    def expand(self, build: Builder, x: int) -> int:
        """One operator."""
        return build.add("conv_transpose", self.as_op(ops.ConvTranspose), x)

    def settled(self, x: Shape) -> ConvTranspose:
        """One value per axis, padding in numbers."""
        one = self.as_op(ops.ConvTranspose).resolved(x)
        return self.changed(**one.fields())

    def arguments(self, graph: Graph) -> Mapping[str, object]:
        """Those of its only operator, which has resolved them already."""
        return graph.nodes[0].op.fields()

    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """K·K·C·M/G, once for each input position."""
        kernel = prod(one.kernel_size for one in self.settled(x).axes())
        weights = kernel * x[0] * out[0] // self.groups
        return ClosedForm(weights + self.bias * out[0], weights * prod(x[1:]))
