"""Windows over the spatial axes: where they begin, and the real elements they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from convcalc.errors import InputError
from convcalc.executor.arguments import per_axis
from convcalc.executor.layout import Arguments, Box, Pairs, Shape
from convcalc.executor.padding import WORDS, count, resolve, window_starts


class Axis(NamedTuple):
    """One spatial axis: its size, the offsets of a window's taps, its padding, the starts.

    `starts` count from the first padding zero.
    """

    size: int
    taps: range
    before: int
    after: int
    starts: range

    def met(self, offset: int, places: range) -> tuple[slice, slice]:
        """Which of the places, moved by the offset, hold an element, and these elements.

        >>> Axis(5, range(3), 1, 1, range(5)).met(0, range(5))
        (slice(1, 5, None), slice(0, 4, 1))
        """
        moved = offset - self.before
        places = range(places.start + moved, places.stop + moved, places.step)
        hits = slice(bisect_left(places, 0), bisect_left(places, self.size))
        elements = places[hits]
        return hits, slice(elements.start, elements.stop, elements.step)


class Windows(NamedTuple):
    """The windows of an op over all spatial axes."""

    axes: tuple[Axis, ...]

    @property
    def kernel(self) -> Shape:
        """Taps per axis."""
        return tuple(count(axis.taps) for axis in self.axes)

    @property
    def output(self) -> Shape:
        """Windows per axis."""
        return tuple(count(axis.starts) for axis in self.axes)

    @property
    def padding(self) -> Pairs:
        """The (before, after) of each axis."""
        return tuple((axis.before, axis.after) for axis in self.axes)

    @property
    def whole(self) -> Box:
        """The box of all windows."""
        return tuple(slice(0, size) for size in self.output)

    @property
    def plain(self) -> bool:
        """Whether the windows are the elements, one by one."""
        return all(
            count(axis.taps) == 1 and axis.before == 0 and axis.starts == range(axis.size)
            for axis in self.axes
        )

    def ranges(self, box: Box) -> tuple[list[range], list[range]]:
        """The taps along each axis, and where the windows in the box start."""
        starts = [axis.starts[part] for axis, part in zip(self.axes, box, strict=True)]
        return [axis.taps for axis in self.axes], starts

    def slices(
        self, few: Sequence[range], many: Sequence[range]
    ) -> Iterator[tuple[Shape, Box, Box]]:
        """For each of the few: its index, and which of the many meet which elements.

        Taps and starts add up to places: either may be the few.
        """
        along = [
            [(i, *axis.met(offset, places)) for i, offset in enumerate(offsets)]
            for axis, offsets, places in zip(self.axes, few, many, strict=True)
        ]
        for parts in product(*along):
            index, hits, elements = zip(*parts, strict=True)
            yield index, hits, elements


def windows(
    arguments: Arguments, space: Shape, *, stride: Shape | None = None, overhang: bool = False
) -> Windows:
    """The windows of a convolution or pool over a space, as its arguments were written.

    With `overhang` a last one may reach over the end, so that no element is left over.

    Raises
    ------
    InputError
        CC201 where no window fits into the padded input.

    >>> layer = windows({"kernel_size": 7, "stride": 2, "padding": 3}, (224, 224))
    >>> layer.output, layer.padding
    ((112, 112), ((3, 3), (3, 3)))
    """
    rank = len(space)
    kernel = per_axis(arguments, "kernel_size", rank)
    dilation = per_axis(arguments, "dilation", rank, 1)
    strides = stride or per_axis(arguments, "stride", rank, 1)
    taps = tuple(range(0, k * d, d) for k, d in zip(kernel, dilation, strict=True))
    pads = resolve(arguments, list(zip(space, taps, strides, strict=True)), WORDS)
    parts = zip(space, taps, pads, strides, strict=True)
    axes = tuple(_axis(i, *part) for i, part in enumerate(parts))
    return Windows(tuple(map(_overhanging, axes)) if overhang else axes)


def _overhanging(axis: Axis) -> Axis:
    """One window more, if elements are left over and it begins on an element or before them all.

    >>> list(_overhanging(Axis(6, range(3), 0, 0, range(0, 4, 2))).starts)
    [0, 2, 4]
    """
    padded = axis.before + axis.size + axis.after
    covered = axis.starts[-1] + axis.taps[-1] + 1
    following = axis.starts[-1] + axis.starts.step
    if covered >= padded or following >= axis.before + axis.size:
        return axis
    return axis._replace(starts=range(0, following + 1, axis.starts.step))


def _axis(index: int, size: int, taps: range, pads: tuple[int, int], stride: int) -> Axis:
    before, after = pads
    starts = window_starts(before + size + after, taps, stride)
    if not starts:
        raise InputError(
            "CC201",
            f"axis {index}: a window spans {taps[-1] + 1} elements and the padded input has "
            f"{before} + {size} + {after}; add padding or use a smaller kernel or dilation",
        )
    return Axis(size, taps, before, after, starts)
