"""CC502: kernel copies that overlap unevenly."""

from __future__ import annotations

from convcalc.advice.axes import by_axis
from convcalc.analysis.cost import OpCost


def uneven_overlap(op: OpCost) -> str | None:
    """The kernel copies of a transposed convolution overlap unevenly: a checkerboard.

    Why: outputs on which more copies lie are larger, unless the weights learn to undo it. The
    overlap is even exactly if stride divides kernel_size and gcd(stride, dilation) is 1.
    Example: convcalc conv-transpose 64x16x16 32 -k 3 -s 2 -p 1
    Fix: use a kernel_size that the stride divides; or resize, then convolve; or smooth the
    output by a stride-1 transposed convolution. --overlap shows each with its cost.
    """
    if op.node.op.name != "conv_transpose":
        return None
    from convcalc.analysis.overlap import overlap_axes  # noqa: PLC0415 — a convolution needs none
    from convcalc.variants.remedies import remedies  # noqa: PLC0415

    uneven = by_axis("" if axis.even else axis.reason for axis in overlap_axes(op.node))
    if not uneven:
        return None
    found = remedies(op.node)
    larger, resized, smoothing = (f"{remedy.times(3)} times" for remedy in found)
    return (
        f"{'; '.join(uneven)}: a checkerboard; use {found[0].remark} ({larger} the MACs),"
        f" resize-conv ({resized}) or a stride-1 conv-transpose behind it (adds {smoothing});"
        " --overlap draws it"
    )
