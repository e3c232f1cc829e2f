"""How the kernel copies of a transposed convolution overlap, axis by axis.

The axes are independent: the copies on an output are the product of those along each axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import cast

from convcalc.formulas.axis import full_padding, useful_taps
from convcalc.formulas.overlap import fewest_copies, most_copies
from convcalc.graph import Node
from convcalc.ops.windowed import Axis, Windowed


@dataclass(frozen=True, slots=True)
class AxisOverlap:
    """The kernel copies along one axis."""

    in_size: int
    out_size: int
    window: Axis

    @property
    def period(self) -> int:
        """After how many outputs the counts repeat. [element]"""
        return self.window.stride

    @property
    def fewest(self) -> int:
        """The copies on the least covered outputs inside. [copies]"""
        return fewest_copies(**self.window.taps, stride=self.window.stride)

    @property
    def most(self) -> int:
        """The copies on the most covered outputs inside. [copies]"""
        return most_copies(**self.window.taps, stride=self.window.stride)

    @property
    def even(self) -> bool:
        """Whether every output inside has the same number of copies: no checkerboard.

        Theorem: exactly if stride divides kernel_size, and gcd(stride, dilation) = 1.
        """
        return self.fewest == self.most

    @property
    def inside(self) -> range:
        """The outputs on which no copy is missing because the input ends; may be empty."""
        before, stride = self.window.before, self.window.stride
        first = max(full_padding(**self.window.taps) - before, 0)
        return range(first, max(first, min(self.in_size * stride - before, self.out_size)))

    @property
    def reason(self) -> str:
        """Why the copies overlap as they do."""
        one = self.window
        shared = gcd(one.stride, one.dilation)
        if shared > 1:
            return f"stride={one.stride} and dilation={one.dilation} share the factor {shared}"
        verb = "divides" if self.even else "does not divide"
        return f"stride={one.stride} {verb} kernel_size={one.kernel_size}"

    def copies(self, output: int) -> int:
        """The kernel copies on one output; below 0 lie those that padding cuts. [copies]

        They are the pairs of an input and a tap that meet a tensor of this one element.
        """
        one = self.window
        before = one.before + output
        return useful_taps(self.in_size, size=1, **one.taps, stride=one.stride, before=before)


def overlap_axes(node: Node) -> tuple[AxisOverlap, ...]:
    """The overlap along each axis of a transposed convolution.

    >>> from convcalc.variants import ConvTranspose
    >>> layer = ConvTranspose(out_channels=8, kernel_size=3, stride=2, padding=1)
    >>> axis, _ = overlap_axes(layer.graph((8, 4, 4)).nodes[0])
    >>> [axis.copies(output) for output in range(7)], axis.even
    ([1, 2, 1, 2, 1, 2, 1], False)
    """
    windows = cast("Windowed", node.op).axes()
    sizes = zip(node.in_shapes[0][1:], node.output[1:], windows, strict=True)
    return tuple(AxisOverlap(*axis) for axis in sizes)
