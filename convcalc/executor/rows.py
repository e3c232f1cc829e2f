"""Depthwise convolution row by row: there, columns cost more than products.

Windows that begin one row apart share all rows but one. So the rows are laid into columns
once, for all taps of the first axis, and each of these taps multiplies the rows it meets.
"""

from __future__ import annotations

from math import prod

from convcalc.executor.columns import lines, shares_rows
from convcalc.executor.layout import Array
from convcalc.executor.meter import Meter
from convcalc.executor.windows import Windows


def by_rows(windows: Windows) -> bool:
    """Whether windows begin one row apart and it pays to share rows.

    >>> from convcalc.executor.windows import windows
    >>> by_rows(windows({"kernel_size": 3}, (9, 9))), by_rows(windows({"kernel_size": 3}, (9,)))
    (True, False)
    """
    return windows.axes[0].starts.step == 1 and shares_rows(*windows.ranges(windows.whole))


def multiply_rows(windows: Windows, x: Array, weight: Array, out: Array, meter: Meter) -> None:
    """Write all windows: (C, *spatial) and filters (M, 1, *kernel) to (M, *windows)."""
    taps, inner = windows.axes[0].taps, prod(windows.kernel[1:])
    rows, *space = windows.output
    columns = lines(windows, x, windows.whole).reshape(len(x), inner, -1, prod(space))
    filters = weight.reshape(len(x), -1, len(taps), inner)
    product = out.reshape(len(x), filters.shape[1], -1)
    for index, tap in enumerate(taps):
        met = columns[:, :, tap : tap + rows].reshape(len(x), inner, -1)
        if index:
            product += meter.matmul(filters[:, :, index], met)
        else:
            meter.matmul(filters[:, :, index], met, product)
