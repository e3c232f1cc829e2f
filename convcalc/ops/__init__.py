"""The primitive operators, each with its spec, output shape, rules and formulas."""

from typing import TYPE_CHECKING, Any

from convcalc.ops.op import Op
from convcalc.table import Table

if TYPE_CHECKING:
    from convcalc.ops.activations import Elu, Hardtanh, LeakyRelu, Relu
    from convcalc.ops.adaptive_pool import AdaptiveAvgPool, AdaptiveMaxPool
    from convcalc.ops.channels import Concat, Shuffle
    from convcalc.ops.conv import Conv
    from convcalc.ops.conv_transpose import ConvTranspose
    from convcalc.ops.elementwise import Add
    from convcalc.ops.embedding import Embedding
    from convcalc.ops.factors import Mul, PRelu, Scale
    from convcalc.ops.general import Elementwise, Movement, Product, Recurrent
    from convcalc.ops.global_pool import GlobalAvgPool
    from convcalc.ops.linear import Linear
    from convcalc.ops.matmul import Attention, Matmul
    from convcalc.ops.norm import (
        BatchNorm,
        GroupNorm,
        InstanceNorm,
        LayerNorm,
        LocalResponseNorm,
    )
    from convcalc.ops.pad import Pad
    from convcalc.ops.pixels import PixelShuffle, PixelUnshuffle
    from convcalc.ops.places import Permute, Take
    from convcalc.ops.pool import AvgPool, MaxPool
    from convcalc.ops.resize import Resize
    from convcalc.ops.shapes import Dropout, Flatten, Identity, Reshape, Slice

OPS: Table[type[Op]] = Table(
    __name__,
    {
        "conv": "conv:Conv",
        "conv_transpose": "conv_transpose:ConvTranspose",
        "avgpool": "pool:AvgPool",
        "maxpool": "pool:MaxPool",
        "gap": "global_pool:GlobalAvgPool",
        "adaptive_avgpool": "adaptive_pool:AdaptiveAvgPool",
        "adaptive_maxpool": "adaptive_pool:AdaptiveMaxPool",
        "pad": "pad:Pad",
        "pixel_shuffle": "pixels:PixelShuffle",
        "pixel_unshuffle": "pixels:PixelUnshuffle",
        "flatten": "shapes:Flatten",
        "reshape": "shapes:Reshape",
        "slice": "shapes:Slice",
        "identity": "shapes:Identity",
        "dropout": "shapes:Dropout",
        "permute": "places:Permute",
        "take": "places:Take",
        "resize": "resize:Resize",
        "shuffle": "channels:Shuffle",
        "concat": "channels:Concat",
        "add": "elementwise:Add",
        "relu": "activations:Relu",
        "linear": "linear:Linear",
        "matmul": "matmul:Matmul",
        "attention": "matmul:Attention",
        "embedding": "embedding:Embedding",
        "bn": "norm:BatchNorm",
        "ln": "norm:LayerNorm",
        "gn": "norm:GroupNorm",
        "in_norm": "norm:InstanceNorm",
        "lrn": "norm:LocalResponseNorm",
        "scale": "factors:Scale",
        "prelu": "factors:PRelu",
        "mul": "factors:Mul",
        "relu6": "activations:Relu6",
        "leaky_relu": "activations:LeakyRelu",
        "silu": "activations:Silu",
        "gelu": "activations:Gelu",
        "sigmoid": "activations:Sigmoid",
        "hardswish": "activations:Hardswish",
        "hardsigmoid": "activations:Hardsigmoid",
        "hardtanh": "activations:Hardtanh",
        "tanh": "activations:Tanh",
        "elu": "activations:Elu",
        "selu": "activations:Selu",
        "softplus": "activations:Softplus",
        "mish": "activations:Mish",
        "softmax": "activations:Softmax",
        "log_softmax": "activations:LogSoftmax",
        "elementwise": "general:Elementwise",
        "movement": "general:Movement",
        "product": "general:Product",
        "recurrent": "general:Recurrent",
    },
)

__all__ = [
    "OPS",
    "AdaptiveAvgPool",
    "AdaptiveMaxPool",
    "Add",
    "Attention",
    "AvgPool",
    "BatchNorm",
    "Concat",
    "Conv",
    "ConvTranspose",
    "Dropout",
    "Elementwise",
    "Elu",
    "Embedding",
    "Flatten",
    "GlobalAvgPool",
    "GroupNorm",
    "Hardtanh",
    "Identity",
    "InstanceNorm",
    "LayerNorm",
    "LeakyRelu",
    "Linear",
    "LocalResponseNorm",
    "Matmul",
    "MaxPool",
    "Movement",
    "Mul",
    "Op",
    "PRelu",
    "Pad",
    "Permute",
    "PixelShuffle",
    "PixelUnshuffle",
    "Product",
    "Recurrent",
    "Relu",
    "Reshape",
    "Resize",
    "Scale",
    "Shuffle",
    "Slice",
    "Take",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 — the module protocol
    return OPS.attribute(name)
