"""The named convolutions of the field, one file each, one table."""

from convcalc.variants.bottleneck import Bottleneck
from convcalc.variants.conv import Conv
from convcalc.variants.conv_transpose import ConvTranspose
from convcalc.variants.depthwise import Depthwise
from convcalc.variants.depthwise_separable import DepthwiseSeparable
from convcalc.variants.layer_cost import LayerCost
from convcalc.variants.pointwise import Pointwise
from convcalc.variants.resize_conv import ResizeConv
from convcalc.variants.shuffled_grouped import ShuffledGrouped
from convcalc.variants.spatially_separable import SpatiallySeparable
from convcalc.variants.variant import Variant

VARIANTS: dict[str, type[Variant]] = {
    variant.name: variant
    for variant in (
        Conv,
        ConvTranspose,
        Depthwise,
        Pointwise,
        DepthwiseSeparable,
        SpatiallySeparable,
        ShuffledGrouped,
        Bottleneck,
        ResizeConv,
    )
}

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
