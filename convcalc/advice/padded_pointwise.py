"""CC510: a pointwise kernel on padding."""

from __future__ import annotations

from math import prod

from convcalc.analysis.cost import OpCost
from convcalc.notation import show_tuple
from convcalc.ops.conv import Conv


def padded_pointwise(op: OpCost) -> str | None:
    """A pointwise convolution is padded.

    Why: a kernel of one tap that stands on padding sees nothing of the input, so padding only
    adds outputs that are all alike.
    Example: convcalc conv 64x56x56 128 -k 1 -p 1
    Fix: use padding=0.
    """
    spec, wasted = op.node.op, op.macs - op.effective_macs
    if not isinstance(spec, Conv) or any(one.kernel_size > 1 for one in spec.axes()):
        return None
    if not wasted:
        return None  # no position stands on the padding, if there is any
    outputs = prod(op.node.output[1:])
    kernel = show_tuple([1] * len(spec.axes()))
    holds = "the bias" if spec.bias else "zeros"
    return (
        f"{outputs * wasted // op.macs} of {outputs} outputs of the {kernel} kernel see padding"
        f" only, and hold {holds}; use padding=0"
    )
