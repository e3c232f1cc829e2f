"""Single output elements by the plain definition, to hold kernels against.

Plain loops over taps with index arithmetic: no windows are sliced, nothing is multiplied
as a matrix. Each function returns the element and the sum of the absolute values of what
was added up for it, which is the scale of its rounding error.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from convcalc.executor.layout import Array, Shape, at
from convcalc.executor.padding import count
from convcalc.executor.transposed import Copies
from convcalc.executor.windows import Axis

Element = tuple[float, float]


def total(terms: Sequence[float]) -> Element:
    """The sum of the terms and of their absolute values.

    >>> total([1.0, -3.0])
    (-2.0, 4.0)
    """
    return sum(terms), sum(map(abs, terms))


def conv(
    axes: Sequence[Axis], groups: int, x: Array, weights: Sequence[Array], index: Shape
) -> Element:
    """out[n, m, p] = bias[m] + Σ over c, t of weight[m, c, t] · x[n, c, place(p, t)]."""
    item, channel, *position = index
    channels = _met(channel, len(weights[0]), x.shape[1], groups)
    terms = [bias.item(channel) for bias in weights[1:]]
    for tap, place in _read(axes, position):
        factors = at(weights[0], channel, slice(None), *tap).tolist()
        terms += _products(at(x, item, channels, *place).tolist(), factors)
    return total(terms)


def conv_transpose(
    axes: Sequence[Copies], groups: int, x: Array, weights: Sequence[Array], index: Shape
) -> Element:
    """out[n, m, o] = bias[m] + Σ over c, t of weight[c, m, t] · x[n, c, place(o, t)]."""
    item, channel, *position = index
    each = weights[0].shape[1]
    channels = _met(channel, each * groups, x.shape[1], groups)
    terms = [bias.item(channel) for bias in weights[1:]]
    for tap, place in _written(axes, position):
        factors = at(weights[0], channels, channel % each, *tap).tolist()
        terms += _products(at(x, item, channels, *place).tolist(), factors)
    return total(terms)


def _met(channel: int, out_channels: int, in_channels: int, groups: int) -> slice:
    """The input channels of the group that an output channel is in."""
    group = channel * groups // out_channels
    return slice(group * in_channels // groups, (group + 1) * in_channels // groups)


def _products(elements: list[float], factors: list[float]) -> list[float]:
    return [a * b for a, b in zip(elements, factors, strict=True)]


def avgpool(axes: Sequence[Axis], x: Array, index: Shape) -> Element:
    """out[n, c, p] = Σ over t of x[n, c, place(p, t)], divided by the number of taps."""
    item, channel, *position = index
    taps = 1
    for axis in axes:
        taps *= count(axis.taps)
    return total([x.item(item, channel, *place) / taps for _, place in _read(axes, position)])


Places = list[tuple[Shape, Shape]]


def _read(axes: Sequence[Axis], position: Sequence[int]) -> Places:
    """From an output position: the taps that fall on real elements, and these elements."""
    hits = [
        [
            (t, i)
            for t in range(count(axis.taps))
            if 0 <= (i := p * axis.starts.step + t * axis.taps.step - axis.before) < axis.size
        ]
        for axis, p in zip(axes, position, strict=True)
    ]
    return _crossed(hits)


def _written(axes: Sequence[Copies], position: Sequence[int]) -> Places:
    """From an output position: the taps of kernel copies that land on it, and whose copy it is."""
    hits = [
        [
            (t, reached // axis.starts.step)
            for t in range(count(axis.taps))
            if (reached := o + axis.before - t * axis.taps.step) in axis.starts
        ]
        for axis, o in zip(axes, position, strict=True)
    ]
    return _crossed(hits)


def _crossed(hits: list[list[tuple[int, int]]]) -> Places:
    """From (tap, place) along each axis to (taps, places) over all axes."""
    return [(tuple(t for t, _ in pairs), tuple(i for _, i in pairs)) for pairs in product(*hits)]
