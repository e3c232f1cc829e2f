"""The named convolutions of the field, one file each, one table."""

from typing import TYPE_CHECKING, Any

from convcalc.table import Table
from convcalc.variants.layer_cost import LayerCost
from convcalc.variants.variant import Variant

if TYPE_CHECKING:
    from convcalc.variants.bottleneck import Bottleneck
    from convcalc.variants.conv import Conv
    from convcalc.variants.conv_transpose import ConvTranspose
    from convcalc.variants.depthwise import Depthwise
    from convcalc.variants.depthwise_separable import DepthwiseSeparable
    from convcalc.variants.pointwise import Pointwise
    from convcalc.variants.resize_conv import ResizeConv
    from convcalc.variants.shuffled_grouped import ShuffledGrouped
    from convcalc.variants.spatially_separable import SpatiallySeparable

VARIANTS: Table[type[Variant]] = Table(
    __name__,
    {
        "conv": "conv:Conv",
        "conv_transpose": "conv_transpose:ConvTranspose",
        "depthwise": "depthwise:Depthwise",
        "pointwise": "pointwise:Pointwise",
        "depthwise_separable": "depthwise_separable:DepthwiseSeparable",
        "spatially_separable": "spatially_separable:SpatiallySeparable",
        "shuffled_grouped": "shuffled_grouped:ShuffledGrouped",
        "bottleneck": "bottleneck:Bottleneck",
        "resize_conv": "resize_conv:ResizeConv",
    },
)

__all__ = [
    "VARIANTS",
    "Bottleneck",
    "Conv",
    "ConvTranspose",
    "Depthwise",
    "DepthwiseSeparable",
    "LayerCost",
    "Pointwise",
    "ResizeConv",
    "ShuffledGrouped",
    "SpatiallySeparable",
    "Variant",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 — the module protocol
    return VARIANTS.attribute(name)
