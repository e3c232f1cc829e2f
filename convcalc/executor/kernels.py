"""The kernel table: what can be executed. A new op is one function and its line here."""

from __future__ import annotations

from convcalc.executor.adaptive_pool import REDUCTIONS, adaptive_pool
from convcalc.executor.attention import attention
from convcalc.executor.channels import add, concat, mul, shuffle
from convcalc.executor.conv import conv
from convcalc.executor.conv_transpose import conv_transpose
from convcalc.executor.elementwise import ACTIVATIONS, activation
from convcalc.executor.embedding import embedding
from convcalc.executor.group_norm import group_norm, instance_norm
from convcalc.executor.layout import Kernel
from convcalc.executor.linear import linear
from convcalc.executor.matmul import matmul
from convcalc.executor.pad import pad
from convcalc.executor.per_channel import batch_norm, prelu, scale
from convcalc.executor.per_position import FUNCTIONS, per_position
from convcalc.executor.pixels import pixel_shuffle, pixel_unshuffle
from convcalc.executor.places import permute, take
from convcalc.executor.pool import avgpool, global_avgpool, maxpool
from convcalc.executor.resize import resize
from convcalc.executor.views import flatten, reshape, same, slice_

KERNELS: dict[str, Kernel] = {
    "conv": conv,
    "conv_transpose": conv_transpose,
    "avgpool": avgpool,
    "maxpool": maxpool,
    "gap": global_avgpool,
    **{name: adaptive_pool(name) for name in REDUCTIONS},
    "pad": pad,
    "pixel_shuffle": pixel_shuffle,
    "pixel_unshuffle": pixel_unshuffle,
    "flatten": flatten,
    "reshape": reshape,
    "slice": slice_,
    "identity": same,
    "dropout": same,
    "permute": permute,
    "take": take,
    "resize": resize,
    "shuffle": shuffle,
    "concat": concat,
    "add": add,
    **{name: activation(name) for name in ACTIVATIONS},
    "linear": linear,
    "matmul": matmul,
    "attention": attention,
    "embedding": embedding,
    "bn": batch_norm,
    "gn": group_norm,
    "in_norm": instance_norm,
    "scale": scale,
    "prelu": prelu,
    "mul": mul,
    **{name: per_position(name) for name in FUNCTIONS},
}
# What says how much something costs, and not how it is done.
COUNTED_ONLY = ("elementwise", "movement", "product", "recurrent")
