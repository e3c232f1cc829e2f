"""The kernel table: what can be executed. A new op is one function and its line here."""

from __future__ import annotations

from convcalc.executor.attention import attention
from convcalc.executor.channels import add, concat, shuffle
from convcalc.executor.conv import conv
from convcalc.executor.conv_transpose import conv_transpose
from convcalc.executor.elementwise import ACTIVATIONS, activation
from convcalc.executor.layout import Kernel
from convcalc.executor.linear import linear
from convcalc.executor.matmul import matmul
from convcalc.executor.pool import avgpool
from convcalc.executor.resize import resize

KERNELS: dict[str, Kernel] = {
    "conv": conv,
    "conv_transpose": conv_transpose,
    "avgpool": avgpool,
    "resize": resize,
    "shuffle": shuffle,
    "concat": concat,
    "add": add,
    **{name: activation(name) for name in ACTIVATIONS},
    "linear": linear,
    "matmul": matmul,
    "attention": attention,
}
