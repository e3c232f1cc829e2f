"""The primitive operators, each with its spec, output shape, rules and formulas."""

from convcalc.ops.channels import Concat, Shuffle
from convcalc.ops.conv import Conv
from convcalc.ops.conv_transpose import ConvTranspose
from convcalc.ops.elementwise import Add, Relu
from convcalc.ops.op import Op
from convcalc.ops.pool import AvgPool
from convcalc.ops.resize import Resize

OPS: dict[str, type[Op]] = {
    op.name: op for op in (Conv, ConvTranspose, AvgPool, Resize, Shuffle, Concat, Add, Relu)
}

__all__ = [
    "OPS",
    "Add",
    "AvgPool",
    "Concat",
    "Conv",
    "ConvTranspose",
    "Op",
    "Relu",
    "Resize",
    "Shuffle",
]
