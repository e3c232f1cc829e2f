"""What removes the checkerboard of a transposed convolution, and what each remedy costs.

Source: Odena et al., distill.pub/2016/deconv-checkerboard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from convcalc.analysis.overlap import AxisOverlap, overlap_axes
from convcalc.formulas.axis import full_padding
from convcalc.graph import Node
from convcalc.notation import show_tuple
from convcalc.ops.windowed import Pair, odd_after
from convcalc.variants.conv_transpose import ConvTranspose
from convcalc.variants.even_kernel import even_kernel
from convcalc.variants.layer import Layer
from convcalc.variants.layer_cost import LayerCost
from convcalc.variants.resize_conv import ResizeConv
from convcalc.variants.variant import Variant


@dataclass(frozen=True, slots=True)
class Remedy:
    """A layer in place of the one that checkers, or behind it."""

    name: str
    remark: str
    layer: Layer
    cost: LayerCost
    ratio: Fraction  # its MACs to those of the layer that checkers
    replaces: bool  # else it comes on top

    def times(self, digits: int) -> str:
        """The ratio in so many digits. Decimal, because a float ends at 10³⁰⁸."""
        return f"{Decimal(self.ratio.numerator) / Decimal(self.ratio.denominator):.{digits}g}"


class Checkered(NamedTuple):
    """A transposed convolution that checkers, with one value per axis."""

    spec: ConvTranspose
    node: Node
    axes: tuple[AxisOverlap, ...]


class _Kind(NamedTuple):
    """A kind of remedy: the layer it offers, and what is to be said of that."""

    name: str
    variant: Callable[[Checkered], Variant]
    remark: Callable[[Checkered, LayerCost], str]
    replaces: bool


def remedies(node: Node, *, batch: int = 1, dtype: str = "fp32") -> tuple[Remedy, ...]:
    """The three remedies for a transposed convolution that checkers; none where it is even.

    >>> layer = ConvTranspose(out_channels=32, kernel_size=3, stride=2, padding=1)
    >>> for one in remedies(layer.graph((64, 16, 16)).nodes[0]):
    ...     print(f"{one.name}: {one.cost.macs}")
    kernel divisible by the stride: 8388608
    resize, then convolve: 17713152
    stride-1 transposed convolution: 8856576
    """
    axes = overlap_axes(node)
    if all(axis.even for axis in axes):
        return ()
    layer = Checkered(ConvTranspose.trusted(**node.op.fields()), node, axes)
    macs = layer.spec.cost(node.in_shapes[0], batch=batch).macs
    return tuple(_remedy(kind, layer, macs, batch, dtype) for kind in _KINDS)


def _remedy(kind: _Kind, checkered: Checkered, macs: int, batch: int, dtype: str) -> Remedy:
    node = checkered.node
    x = node.in_shapes[0] if kind.replaces else node.output
    layer = Layer(kind.variant(checkered), x, batch, dtype)
    cost = layer.cost()
    remark, ratio = kind.remark(checkered, cost), Fraction(cost.macs, macs)
    return Remedy(kind.name, remark, layer, cost, ratio, kind.replaces)


def _larger(layer: Checkered) -> Variant:
    return even_kernel(layer.spec, layer.axes)


def _changes(layer: Checkered, cost: LayerCost) -> str:
    """What is changed but for the padding, which the size asks for."""
    old, new = layer.spec.fields(), dict[str, Any](cost.arguments)
    changed = [name for name in ("kernel_size", "dilation") if new[name] != old[name]]
    return ", ".join(f"{name}={show_tuple(new[name])}" for name in changed)


def _resized(layer: Checkered) -> Variant:
    shared = layer.spec.fields()
    return ResizeConv.trusted(
        **{name: shared[name] for name in _SHARED},
        kernel_size=shared["kernel_size"],
        dilation=shared["dilation"],
        scale=shared["stride"],
        padding=tuple(map(_keeping, layer.axes)),
    )


def _keeping(axis: AxisOverlap) -> Pair:
    """The padding with which the resized input keeps the size of this output, if it can."""
    resized = axis.in_size * axis.window.stride
    return odd_after(max(axis.out_size - resized + full_padding(**axis.window.taps), 0))


def _modes(layer: Checkered, cost: LayerCost) -> str:
    size = layer.node.output
    other = "" if cost.output == size else f"; its output is {show_tuple(cost.output)}"
    return f"nearest or bilinear{other}"


def _smoothing(layer: Checkered) -> Variant:
    """As many taps as a period of the checkerboard has outputs, so that they can even it out."""
    shared = layer.spec.fields()
    return ConvTranspose.trusted(
        **{name: shared[name] for name in _SHARED},
        kernel_size=tuple(max(one.window.kernel_size, one.period) for one in layer.axes),
        padding="same",
    )


_SHARED = ("out_channels", "groups", "bias")
_KINDS = (
    _Kind("kernel divisible by the stride", _larger, _changes, replaces=True),
    _Kind("resize, then convolve", _resized, _modes, replaces=True),
    _Kind(
        "stride-1 transposed convolution",
        _smoothing,
        lambda *_: "after this layer: it smooths, it does not upsample",
        replaces=False,
    ),
)
