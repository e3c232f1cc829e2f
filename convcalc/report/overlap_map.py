"""A map of how many kernel copies lie on each output, in shades."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from convcalc.analysis.overlap import AxisOverlap

BLOCKS = "·░▒▓█"
# By how many shades are needed; four are all that can be told apart at a glance.
_SHADES = {
    True: ("", "█", "░█", "░▒█", "░▒▓█"),
    False: ("", "#", ":#", ":+#", ":+*#"),
}
_BARE = {True: "·", False: "."}
_ROWS = 16
_WIDE = 2  # characters that an output takes, so that it is about square
_INDENT = 2
_TRIED = 1024  # outputs among which the slice with the most copies is looked for


@dataclass(frozen=True, slots=True)
class View:
    """The outputs along one axis that are drawn."""

    axis: AxisOverlap
    outputs: range

    @property
    def copies(self) -> tuple[int, ...]:
        """The kernel copies on each of them."""
        return tuple(map(self.axis.copies, self.outputs))

    @property
    def whole(self) -> bool:
        """Whether these are all there are."""
        return len(self.outputs) == self.axis.out_size


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of shades, what each shade means, and which outputs are seen along each axis."""

    rows: tuple[str, ...]
    legend: str
    views: tuple[View, ...]


def overlap_map(axes: Sequence[AxisOverlap], *, columns: int, blocks: bool) -> Picture:
    """The map, cut to what fits into so many columns of text. Of three axes the first is sliced.

    >>> from convcalc.ops.windowed import Axis
    >>> axis = AxisOverlap(2, 3, Axis(kernel_size=3, stride=2, dilation=1, before=1, after=1))
    >>> picture = overlap_map((axis, axis), columns=80, blocks=False)
    >>> print(*picture.rows, picture.legend, sep=" | ")
    ::++:: | ++##++ | ::++:: | : 1   + 2   # 4
    """
    views = _views(axes, columns)
    *outer, last = [view.copies for view in views]
    rows = [[factor * copies for copies in last] for factor in map(prod, product(*outer))]
    shades = _shades(_levels(views), {copies for row in rows for copies in row}, blocks=blocks)
    drawn = tuple("".join(shades[copies] * _WIDE for copies in row) for row in rows)
    return Picture(drawn, _legend(shades), views)


def _views(axes: Sequence[AxisOverlap], columns: int) -> tuple[View, ...]:
    """Columns along the last axis, rows along the one before, a slice of the one before that."""
    across = View(axes[-1], _window(axes[-1], max((columns - _INDENT) // _WIDE, 1)))
    down = [View(axis, _window(axis, _ROWS)) for axis in axes[-2:-1]]
    sliced = [View(axis, _fullest(axis)) for axis in axes[:-2]]
    return (*sliced, *down, across)


def _window(axis: AxisOverlap, most: int) -> range:
    """The outputs from the corner on, or if no two periods fit behind that, without it."""
    size = min(axis.out_size, most)
    first = axis.inside.start if axis.inside.start + 2 * axis.period > most else 0
    first = min(first, axis.out_size - size)
    return range(first, first + size)


def _fullest(axis: AxisOverlap) -> range:
    tried = (axis.inside or range(axis.out_size))[:_TRIED]
    output = max(tried, key=axis.copies)
    return range(output, output + 1)


def _levels(views: Sequence[View]) -> list[int]:
    """The numbers of copies inside, at most four: they are told apart before all others."""
    sliced = prod(view.copies[0] for view in views[:-2])
    sides = ({view.axis.fewest, view.axis.most} for view in views[-2:])
    return sorted({sliced * prod(copies) for copies in product(*sides)})


def _shades(levels: Sequence[int], values: set[int], *, blocks: bool) -> dict[int, str]:
    """A character for each number of copies, the darker the more; lower ones share the lightest."""
    step = {copies: bisect_right(levels, copies) for copies in sorted(values) if copies}
    steps = sorted(set(step.values()))[-len(_SHADES[blocks]) + 1 :]
    palette = _SHADES[blocks][len(steps)]
    shades = {copies: palette[bisect_left(steps, step[copies])] for copies in step}
    return {0: _BARE[blocks]} | shades if 0 in values else shades


def _legend(shades: Mapping[int, str]) -> str:
    meant: dict[str, list[int]] = {}
    for copies, shade in shades.items():
        meant.setdefault(shade, []).append(copies)
    return "   ".join(f"{shade} {_range(copies)}" for shade, copies in meant.items())


def _range(copies: Sequence[int]) -> str:
    return str(copies[0]) if len(copies) == 1 else f"{copies[0]}..{copies[-1]}"
