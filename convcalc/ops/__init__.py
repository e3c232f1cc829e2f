"""The primitive operators, each with its spec, output shape, rules and formulas."""

from typing import TYPE_CHECKING, Any

from convcalc.ops.op import Op
from convcalc.table import Table

if TYPE_CHECKING:
    from convcalc.ops.channels import Concat, Shuffle
    from convcalc.ops.conv import Conv
    from convcalc.ops.conv_transpose import ConvTranspose
    from convcalc.ops.elementwise import Add, Relu
    from convcalc.ops.linear import Linear
    from convcalc.ops.matmul import Attention, Matmul
    from convcalc.ops.pool import AvgPool
    from convcalc.ops.resize import Resize

OPS: Table[type[Op]] = Table(
    __name__,
    {
        "conv": "conv:Conv",
        "conv_transpose": "conv_transpose:ConvTranspose",
        "avgpool": "pool:AvgPool",
        "resize": "resize:Resize",
        "shuffle": "channels:Shuffle",
        "concat": "channels:Concat",
        "add": "elementwise:Add",
        "relu": "elementwise:Relu",
        "linear": "linear:Linear",
        "matmul": "matmul:Matmul",
        "attention": "matmul:Attention",
    },
)

__all__ = [
    "OPS",
    "Add",
    "Attention",
    "AvgPool",
    "Concat",
    "Conv",
    "ConvTranspose",
    "Linear",
    "Matmul",
    "Op",
    "Relu",
    "Resize",
    "Shuffle",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 — the module protocol
    return OPS.attribute(name)
