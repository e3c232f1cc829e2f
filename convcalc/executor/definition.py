"""Single output elements by the plain definition, to hold kernels against.

Plain loops over taps with index arithmetic: no windows are sliced, nothing is multiplied
as a matrix. Each function returns the element and the sum of the absolute values of what
was added up for it, which is the scale of its rounding error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import inf

from convcalc.executor.layout import Array, Shape, at
from convcalc.executor.padding import count
from convcalc.executor.transposed import Copies
from convcalc.executor.windows import Axis

Element = tuple[float, float]


def total(terms: Iterable[float]) -> Element:
    """The sum of the terms and of their absolute values.

    >>> total([1.0, -3.0])
    (-2.0, 4.0)
    """
    value = scale = 0.0
    for term in terms:
        value += term
        scale += abs(term)
    return value, scale


def floats(x: Array) -> Iterator[float]:
    """The elements in order, few of them at a time: a list of all takes eight times their memory.

    >>> import numpy as np
    >>> list(floats(np.arange(4.0).reshape(2, 2)))
    [0.0, 1.0, 2.0, 3.0]
    """
    flat = x.reshape(-1)
    for first in range(0, flat.size, 1024):
        yield from flat[first : first + 1024].tolist()


def conv(
    axes: Sequence[Axis], groups: int, x: Array, weights: Sequence[Array], index: Shape
) -> Element:
    """out[n, m, p] = bias[m] + Σ over c, t of weight[m, c, t] · x[n, c, place(p, t)]."""
    item, channel, *position = index
    channels = _met(channel, len(weights[0]), x.shape[1], groups)
    products = (
        element * factor
        for tap, place in _read(axes, position)
        for element, factor in zip(
            at(x, item, channels, *place).tolist(),
            at(weights[0], channel, slice(None), *tap).tolist(),
            strict=True,
        )
    )
    return total(chain(_bias(weights, channel), products))


def conv_transpose(
    axes: Sequence[Copies], groups: int, x: Array, weights: Sequence[Array], index: Shape
) -> Element:
    """out[n, m, o] = bias[m] + Σ over c, t of weight[c, m, t] · x[n, c, place(o, t)]."""
    item, channel, *position = index
    each = weights[0].shape[1]
    channels = _met(channel, each * groups, x.shape[1], groups)
    products = (
        element * factor
        for tap, place in _written(axes, position)
        for element, factor in zip(
            at(x, item, channels, *place).tolist(),
            at(weights[0], channels, channel % each, *tap).tolist(),
            strict=True,
        )
    )
    return total(chain(_bias(weights, channel), products))


def _met(channel: int, out_channels: int, in_channels: int, groups: int) -> slice:
    """The input channels of the group that an output channel is in."""
    group = channel * groups // out_channels
    return slice(group * in_channels // groups, (group + 1) * in_channels // groups)


def _bias(weights: Sequence[Array], channel: int) -> list[float]:
    return [bias.item(channel) for bias in weights[1:]]


def avgpool(axes: Sequence[Axis], padded: bool, x: Array, index: Shape) -> Element:
    """out[n, c, p] = Σ over t of x[n, c, place(p, t)], divided by the number of taps counted.

    Those on elements count; if `padded`, those on padding too, but none beyond it.
    """
    item, channel, *position = index
    taps = 1
    for axis, at_window in zip(axes, position, strict=True):
        low, high = (-axis.before, axis.size + axis.after) if padded else (0, axis.size)
        places = range(count(axis.taps))
        taps *= max(sum(low <= _place(axis, at_window, tap) < high for tap in places), 1)
    elements = [x.item(item, channel, *place) for _, place in _read(axes, position)]
    return total(element / taps for element in elements)


def maxpool(axes: Sequence[Axis], x: Array, index: Shape) -> Element:
    """out[n, c, p] = max over t of x[n, c, place(p, t)]."""
    item, channel, *position = index
    elements = [x.item(item, channel, *place) for _, place in _read(axes, position)]
    largest = max(elements, default=-inf)
    return largest, abs(largest) if elements else 0.0


def _place(axis: Axis, position: int, tap: int) -> int:
    """The element that a tap of a window falls on, if it is one."""
    return position * axis.starts.step + tap * axis.taps.step - axis.before


Places = Iterator[tuple[Shape, Shape]]


def _read(axes: Sequence[Axis], position: Sequence[int]) -> Places:
    """From an output position: the taps that fall on real elements, and these elements."""
    if not axes:
        yield (), ()
        return
    axis = axes[0]
    for tap in range(count(axis.taps)):
        place = _place(axis, position[0], tap)
        if 0 <= place < axis.size:
            for taps, places in _read(axes[1:], position[1:]):
                yield (tap, *taps), (place, *places)


def _written(axes: Sequence[Copies], position: Sequence[int]) -> Places:
    """From an output position: the taps of kernel copies that land on it, and whose copy it is."""
    if not axes:
        yield (), ()
        return
    axis = axes[0]
    for tap in range(count(axis.taps)):
        start = position[0] + axis.before - tap * axis.taps.step
        if start in axis.starts:
            for taps, places in _written(axes[1:], position[1:]):
                yield (tap, *taps), (start // axis.starts.step, *places)
