"""The overlap of a transposed convolution's kernel copies, and what would even it out."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from convcalc.analysis.overlap import AxisOverlap, overlap_axes
from convcalc.variants.layer_cost import LayerCost
from convcalc.variants.remedies import Remedy, remedies


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many copies lie where, and the remedies if they checker."""

    axes: tuple[AxisOverlap, ...]
    remedies: tuple[Remedy, ...]

    @property
    def even(self) -> bool:
        """Whether every output inside has the same number of copies."""
        return all(axis.even for axis in self.axes)

    @property
    def fewest(self) -> int:
        """The copies on the least covered outputs inside. [copies]"""
        return prod(axis.fewest for axis in self.axes)

    @property
    def most(self) -> int:
        """The copies on the most covered outputs inside. [copies]"""
        return prod(axis.most for axis in self.axes)


def overlap(cost: LayerCost) -> Overlap:
    """The overlap of a layer that is a transposed convolution.

    >>> from convcalc.variants import ConvTranspose
    >>> found = overlap(ConvTranspose(out_channels=8, kernel_size=5, stride=2).cost((8, 4, 4)))
    >>> found.even, found.fewest, found.most
    (False, 4, 9)
    """
    node = cost.ops[0].node
    return Overlap(overlap_axes(node), remedies(node, batch=cost.batch, dtype=cost.dtype))
