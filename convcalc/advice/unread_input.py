"""CC501: what a stride steps over."""

from __future__ import annotations

from math import gcd

from convcalc.advice.axes import by_axis, windows
from convcalc.analysis.cost import OpCost
from convcalc.formulas.reach import last_input
from convcalc.formulas.reading import read_elements
from convcalc.ops.windowed import Axis


def unread_input(op: OpCost) -> str | None:
    """A stride leaves rows or columns of the real input unread.

    Why: the layer before computes and stores elements that no window of this one ever meets.
    Example: convcalc conv 256x56x56 512 -k 1 -s 2
    Fix: use a kernel_size of at least the stride, or pool first; at the end of an axis, pad.
    """
    node = op.node
    if node.op.name == "conv_transpose":
        return None
    axes = zip(node.in_shapes[0][1:], node.output[1:], windows(node.op), strict=False)
    return "; ".join(by_axis(_unread(*axis) for axis in axes)) or None


def _unread(size: int, positions: int, one: Axis) -> str:
    read = read_elements(positions, size=size, **one.steps)
    if read == size:
        return ""
    left = f"{size - read} of {size} elements"
    shared = gcd(one.stride, one.dilation)
    if one.kernel_size < one.stride:
        step = one.stride
        return (
            f"stride={step} steps over {left};"
            f" use kernel_size={step} or more, or average-pool by {step} first"
        )
    if shared > 1:
        return (
            f"stride={one.stride} and dilation={one.dilation} share the factor {shared}, which"
            f" leaves {left} unread; use a stride and a dilation without a common factor"
        )
    if one.dilation > 1:
        return (
            f"stride={one.stride} and dilation={one.dilation} leave {left} unread near the ends;"
            " add padding or use less dilation"
        )
    return _at_the_end(size, positions, one, size - read)


def _at_the_end(size: int, positions: int, one: Axis, unread: int) -> str:
    """Dense windows that touch: only what lies behind the last is left."""
    rest = size + one.after - 1 - last_input(positions - 1, **one.steps)
    padding = f"{one.before}+{one.after + one.stride - rest}"
    cropped = f", or an input of {size - unread}" if unread < size else ""
    return (
        f"stride={one.stride} leaves {unread} of {size} elements unread at the end;"
        f" use padding={padding}{cropped}"
    )
