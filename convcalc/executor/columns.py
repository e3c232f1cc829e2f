"""Windows laid into columns: copied so that a matrix product takes all of them at once.

Padding zeros are laid like elements: what is multiplied is what lies here.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from convcalc.executor.layout import Array, Box, at
from convcalc.executor.padding import count
from convcalc.executor.windows import Windows


def columns(windows: Windows, x: Array, box: Box) -> Array:
    """The windows in the box, (..., *spatial) to (..., *taps, *box).

    >>> from convcalc.executor.windows import windows
    >>> layer = windows({"kernel_size": 3, "padding": 1}, (4,))
    >>> columns(layer, np.array([1.0, 2, 3, 4]), layer.whole)
    array([[0., 1., 2., 3.],
           [1., 2., 3., 4.],
           [2., 3., 4., 0.]])
    """
    taps, starts = windows.ranges(box)
    if _sizes(taps) > _sizes(starts):
        # The loop is over the fewer of taps and windows.
        turned = _gathered(windows, x, starts, taps)
        return np.moveaxis(turned, range(x.ndim - len(box), x.ndim), range(-len(box), 0))
    if not shares_rows(taps, starts):
        return _gathered(windows, x, taps, starts)
    return _stacked(lines(windows, x, box), taps, starts)


def shares_rows(taps: Sequence[range], starts: Sequence[range]) -> bool:
    """Whether windows read fewer rows than they have, and more than one element of each."""
    return count(_rows(taps, starts)) < len(taps[0]) * len(starts[0]) and _sizes(taps[1:]) > 1


def lines(windows: Windows, x: Array, box: Box) -> Array:
    """Columns of the rows that windows in the box read, not yet of windows.

    Shapes: (..., *spatial) to (..., *taps, rows, *box), taps and box without the first axis.
    """
    taps, starts = windows.ranges(box)
    found = _gathered(windows, x, [range(1), *taps[1:]], [_rows(taps, starts), *starts[1:]])
    return found.reshape(*x.shape[: -len(box)], *found.shape[-2 * len(box) + 1 :])


def _rows(taps: Sequence[range], starts: Sequence[range]) -> range:
    return range(starts[0][0], starts[0][-1] + taps[0][-1] + 1)


def _stacked(rows: Array, taps: Sequence[range], starts: Sequence[range]) -> Array:
    """Lines to columns: for each tap of the first axis, the rows that it meets."""
    inner = (slice(None),) * (len(taps) - 1)
    lead = rows.ndim - 2 * len(inner) - 1
    stacked = np.empty((*rows.shape[:lead], *map(len, taps), *map(len, starts)), rows.dtype)
    reach = starts[0][-1] - starts[0][0] + 1
    for column, tap in zip(np.moveaxis(stacked, lead, 0), taps[0], strict=True):
        column[...] = at(rows, ..., slice(tap, tap + reach, starts[0].step), *inner)
    return stacked


def _gathered(windows: Windows, x: Array, few: Sequence[range], many: Sequence[range]) -> Array:
    """The elements at few + many, (..., *few, *many); one copy for each of the few."""
    lead = x.shape[: x.ndim - len(few)]
    gathered = np.zeros((*lead, *map(len, few), *map(len, many)), x.dtype)
    for index, hits, elements in windows.slices(few, many):
        at(gathered, ..., *index, *hits)[...] = at(x, ..., *elements)
    return gathered


def _sizes(ranges: Sequence[range]) -> int:
    return prod(map(len, ranges))
