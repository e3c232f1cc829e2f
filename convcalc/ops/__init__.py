"""The primitive operators, each with its spec, output shape, rules and formulas."""

from typing import TYPE_CHECKING, Any

from convcalc.ops.op import Op
from convcalc.table import Table

if TYPE_CHECKING:
    from convcalc.ops.channels import Concat, Shuffle
    from convcalc.ops.conv import Conv
    from convcalc.ops.conv_transpose import ConvTranspose
    from convcalc.ops.elementwise import Add, Relu
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
    },
)

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


def __getattr__(name: str) -> Any:  # noqa: ANN401 — the module protocol
    return OPS.attribute(name)
