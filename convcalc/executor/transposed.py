"""Where the kernel copies of a transposed convolution land, and what of it is kept."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.errors import InputError
from convcalc.executor.arguments import per_axis
from convcalc.executor.layout import Arguments, Box, Pairs, Shape
from convcalc.executor.padding import WORDS, Word, count, resolve, swapped


class Copies(NamedTuple):
    """One spatial axis: a kernel copy starts at each of `starts` and meets each of `taps`.

    `before` and `after` are cut from the span of all copies, then `extra` added at the end.
    """

    starts: range
    taps: range
    before: int
    after: int
    extra: int

    @property
    def span(self) -> int:
        """From the first to the last element that a copy touches."""
        return self.starts[-1] + self.taps[-1] + 1

    @property
    def kept(self) -> range:
        """The elements of the buffer that are kept."""
        return range(self.before, self.span + self.extra - self.after)

    @property
    def buffer(self) -> int:
        """Room for all copies and for what output_padding adds behind them."""
        return max(self.span, self.kept.stop)

    def landing(self, tap: int, part: slice) -> slice:
        """Where this tap of the copies in `part` lands in the buffer."""
        starts = self.starts[part]
        return slice(starts[0] + self.taps[tap], starts[-1] + self.taps[tap] + 1, starts.step)


def _same(size: int, taps: range, stride: int, extra: int) -> tuple[int, int]:
    # What must be cut so that size·stride elements are left; the odd one after, as in ONNX.
    uncut = count(Copies(range(0, size * stride, stride), taps, 0, 0, extra).kept)
    cut = uncut - size * stride
    return cut // 2, cut - cut // 2


# Each is asked with the size of an axis, its taps, its stride and its output_padding.
CUTS: dict[str, Word] = {
    "valid": lambda *axis: WORDS["valid"](*axis[:3]),
    "half": lambda *axis: WORDS["half"](*axis[:3]),
    "full": lambda *axis: WORDS["full"](*axis[:3]),
    "same": _same,
    "same_lower": lambda *axis: swapped(_same(*axis)),
}


def copies(arguments: Arguments, space: Shape) -> tuple[Copies, ...]:
    """The kernel copies of a transposed convolution over a space, axis by axis.

    Raises
    ------
    InputError
        CC201 where more is cut than there is, or `same` would have to cut less than nothing.

    >>> axis, = copies({"kernel_size": 4, "stride": 2, "padding": 1}, (16,))
    >>> axis.span, axis.kept
    (34, range(1, 33))
    """
    rank = len(space)
    kernel = per_axis(arguments, "kernel_size", rank)
    dilation = per_axis(arguments, "dilation", rank, 1)
    strides = per_axis(arguments, "stride", rank, 1)
    extra = per_axis(arguments, "output_padding", rank, 0)
    taps = [range(0, k * d, d) for k, d in zip(kernel, dilation, strict=True)]
    parts = list(zip(space, taps, strides, extra, strict=True))
    return tuple(map(_axis, parts, resolve(arguments, parts, CUTS), range(rank)))


def _axis(part: tuple[int, range, int, int], cut: tuple[int, int], index: int) -> Copies:
    size, taps, stride, extra = part
    axis = Copies(range(0, size * stride, stride), taps, *cut, extra)
    if not axis.kept or min(cut) < 0:
        raise InputError(
            "CC201",
            f"axis {index}: the kernel copies span {axis.span} elements, and {cut[0]} before and "
            f"{cut[1]} after, less {extra} of output_padding, cannot be cut from them; "
            "use other padding, or a larger kernel",
        )
    return axis


def kernel(axes: tuple[Copies, ...]) -> Shape:
    """Taps per axis."""
    return tuple(count(axis.taps) for axis in axes)


def output(axes: tuple[Copies, ...]) -> Shape:
    """Kept elements per axis."""
    return tuple(count(axis.kept) for axis in axes)


def kept(axes: tuple[Copies, ...]) -> Box:
    """The kept part of the buffer."""
    return tuple(slice(axis.kept.start, axis.kept.stop) for axis in axes)


def padding(axes: tuple[Copies, ...]) -> Pairs:
    """What is cut before and after on each axis."""
    return tuple((axis.before, axis.after) for axis in axes)
