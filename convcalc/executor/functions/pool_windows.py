"""Where the windows of a pool slide, as ONNX defines it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from convcalc.executor.functions.call import Call
from convcalc.executor.layout import Shape


class Axis(NamedTuple):
    """Where a window slides along one axis."""

    size: int
    taps: int
    stride: int
    dilation: int
    before: int
    after: int
    ceil: bool

    @property
    def windows(self) -> int:
        """How many there are; none begins beyond the last element.

        >>> Axis(5, 2, 2, 1, 0, 0, ceil=True).windows, Axis(5, 2, 2, 1, 0, 0, ceil=False).windows
        (3, 2)
        """
        steps, left = divmod(self.size + self.before + self.after - self.reach, self.stride)
        more = self.ceil and left and (steps + 1) * self.stride < self.size + self.before
        return steps + 1 + int(more)

    @property
    def reach(self) -> int:
        """From the first tap to the last."""
        return self.dilation * (self.taps - 1) + 1

    def place(self, window: int, tap: int) -> int:
        """The element under a tap, if there is one."""
        return window * self.stride + tap * self.dilation - self.before


def axes(call: Call) -> list[Axis]:
    """Those of a pool's positions."""
    sizes = call.dims()[2:]
    kernel = each(call, "kernel_shape")
    ceil = bool(call.attribute("ceil_mode", 0))
    strides, dilations = each(call, "strides"), each(call, "dilations")
    listed = zip(sizes, kernel, strides, dilations, _pads(call), strict=True)
    return [
        Axis(size, taps, stride, dilation, before, after, ceil)
        for size, taps, stride, dilation, (before, after) in listed
    ]


def each(call: Call, name: str) -> Shape:
    """One value of an attribute for each of a pool's positions, 1 where none is said."""
    found: Shape = call.attribute(name, ())
    return tuple(found) or (1,) * (len(call.dims()) - 2)


def _pads(call: Call) -> list[tuple[int, int]]:
    word, rank = call.attribute("auto_pad", "NOTSET"), len(call.dims()) - 2
    if word in ("SAME_UPPER", "SAME_LOWER"):
        return [_same(*one, lower=word == "SAME_LOWER") for one in _sizes(call)]
    pads: Shape = () if word == "VALID" else call.attribute("pads", ())
    pads = pads or (0,) * 2 * rank
    return list(zip(pads[:rank], pads[rank:], strict=True))


def _sizes(call: Call) -> Iterator[tuple[int, int, int]]:
    """Of each axis its size, stride, and the reach of its window."""
    named = [each(call, name) for name in ("kernel_shape", "strides", "dilations")]
    for size, taps, stride, step in zip(call.dims()[2:], *named, strict=True):
        yield size, stride, step * (taps - 1) + 1


def _same(size: int, stride: int, reach: int, *, lower: bool) -> tuple[int, int]:
    """So much that there are as many windows as strides; the odd one after, or before."""
    more = max((-(-size // stride) - 1) * stride + reach - size, 0)
    return (more - more // 2, more // 2) if lower else (more // 2, more - more // 2)
