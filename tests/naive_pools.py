"""Pools by plain loops: each window's places are tried one by one."""

from itertools import count, product, takewhile

import numpy as np
from naive_padding import pairs, windows


def starts(size, window, before, after, *, ceil_mode):
    """Where windows begin, the first on the first padding zero.

    PyTorch's ceil_mode: one more, if elements or padding are left over behind the last, as
    long as it begins on an element or on the padding before.
    """
    span = window["dilation"] * (window["kernel_size"] - 1)
    end = size + after
    found = list(takewhile(lambda at: at + span < end, count(-before, window["stride"])))
    following = found[-1] + window["stride"]
    more = ceil_mode and found[-1] + span + 1 < end and following < size
    return [*found, following] if more else found


def places(start, window):
    """The places of a window's taps."""
    return [start + window["dilation"] * tap for tap in range(window["kernel_size"])]


def pooled(x, arguments, reduce):
    """`reduce` of each window: its values, and how many taps lie on elements or padding."""
    batch, channels, *sizes = x.shape
    found = windows(arguments, sizes)
    padding = pairs(arguments["padding"], sizes, found)
    axes = [
        starts(size, window, *sides, ceil_mode=arguments["ceil_mode"])
        for size, window, sides in zip(sizes, found, padding, strict=True)
    ]
    out = np.zeros((batch, channels, *map(len, axes)))
    for index in product(*map(range, out.shape)):
        begin = [axis[at] for axis, at in zip(axes, index[2:], strict=True)]
        taps = list(product(*map(places, begin, found)))
        real = [x[(*index[:2], *tap)] for tap in taps if within(tap, sizes)]
        out[index] = reduce(real, len([tap for tap in taps if within(tap, sizes, padding)]))
    return out, padding


def within(tap, sizes, padding=None):
    """Whether a place is on the tensor, or on it and its padding."""
    sides = padding or [(0, 0)] * len(sizes)
    return all(
        -before <= at < size + after
        for at, size, (before, after) in zip(tap, sizes, sides, strict=True)
    )


def averaged(x, arguments):
    padded = arguments["count_include_pad"]

    def mean(real, taps):
        # Without padding a window of nothing is 0 / 0: nobody asks for one.
        return sum(map(float, real)) / ((taps if padded else len(real)) or 1)

    return pooled(x, arguments, mean)


def largest(x, arguments):
    return pooled(x, arguments, lambda real, _taps: max(real, default=-np.inf))


def mean(x):
    """Each channel's mean, over the positions one by one."""
    batch, channels, *sizes = x.shape
    out = np.zeros((batch, channels, *(1 for _ in sizes)))
    for item, channel in product(range(batch), range(channels)):
        found = [float(x[(item, channel, *at)]) for at in product(*map(range, sizes))]
        out[item, channel] = sum(found) / len(found)
    return out
