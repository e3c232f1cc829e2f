"""Pooling: windows of the padded input, reduced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import prod

import numpy as np

from convcalc.executor import definition
from convcalc.executor.arguments import per_axis
from convcalc.executor.layout import Arguments, Array, Layout, Shape, at
from convcalc.executor.meter import Meter
from convcalc.executor.windows import Axis, Windows, windows


def avgpool(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The mean of each window; padding zeros are counted in it unless told otherwise.

    Shapes: (C, *spatial) to (C, *windows). The stride is the kernel where none is written.
    PyTorch's rule: what a window hangs over the padding is not counted.

    >>> avgpool({"kernel_size": 2}, [(3, 8, 6)]).output
    (3, 4, 3)
    """
    padded = arguments.get("count_include_pad", True) is not False
    layer = _layer(arguments, shapes[0])
    counts = [_counted(axis, padded=padded) for axis in layer.axes]
    plain = partial(definition.avgpool, layer.axes, padded)
    return _pool(shapes[0], layer, partial(_means, layer, counts), plain)


def maxpool(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The largest element of each window; padding is smaller than all.

    Shapes: (C, *spatial) to (C, *windows). The stride is the kernel where none is written.

    >>> maxpool({"kernel_size": 3, "stride": 2, "ceil_mode": True}, [(64, 112, 112)]).output
    (64, 56, 56)
    """
    layer = _layer(arguments, shapes[0])
    plain = partial(definition.maxpool, layer.axes)
    return _pool(shapes[0], layer, partial(_largest, layer), plain)


def _layer(arguments: Arguments, shape: Shape) -> Windows:
    kernel = per_axis(arguments, "kernel_size", len(shape) - 1)
    stride = kernel if arguments.get("stride") is None else None
    overhang = arguments.get("ceil_mode") is True
    return windows(arguments, shape[1:], stride=stride, overhang=overhang)


def _pool(
    shape: Shape,
    layer: Windows,
    compute: Callable[[Sequence[Array], Sequence[Array], Array, Meter], None],
    plain: Callable[[Array, Shape], tuple[float, float]],
) -> Layout:
    return Layout(
        output=(shape[0], *layer.output),
        compute=compute,
        padding=layer.padding,
        plain=lambda inputs, _weights, index: plain(inputs[0], index),
        plain_work=prod(layer.kernel),
        alike=True,
    )


def _counted(axis: Axis, *, padded: bool) -> Array:
    """How many taps of each window lie on elements, or on elements and padding."""
    low, high = (
        (0, axis.before + axis.size + axis.after)
        if padded
        else (
            axis.before,
            axis.before + axis.size,
        )
    )
    counts = [sum(low <= start + tap < high for tap in axis.taps) for start in axis.starts]
    return np.array(counts, np.float32)


def _means(
    layer: Windows,
    counts: Sequence[Array],
    inputs: Sequence[Array],
    _weights: Sequence[Array],
    out: Array,
    _meter: Meter,
) -> None:
    _reduced(layer, inputs[0], out, np.add, 0)
    for axis, counted in enumerate(counts):
        out /= counted.reshape(-1, *(1,) * (len(counts) - 1 - axis))


def _largest(
    layer: Windows, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
) -> None:
    _reduced(layer, inputs[0], out, np.maximum, -np.inf)


def _reduced(layer: Windows, x: Array, out: Array, pair: np.ufunc, neutral: float) -> None:
    """The elements of each window, two by two; padding adds nothing to it."""
    taps, starts = [axis.taps for axis in layer.axes], [axis.starts for axis in layer.axes]
    out.fill(neutral)
    # The fewer of taps and windows are looped over.
    if prod(layer.kernel) <= prod(layer.output):
        for _, hits, elements in layer.slices(taps, starts):
            met = at(out, ..., *hits)
            pair(met, at(x, ..., *elements), out=met)
    else:
        over = tuple(range(2, out.ndim))
        for index, _, elements in layer.slices(starts, taps):
            pair.reduce(at(x, ..., *elements), over, out=at(out, ..., *index), initial=neutral)


def global_avgpool(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The mean of each channel.

    Shapes: (C, *spatial) to (C, 1, …).

    >>> global_avgpool({}, [(3, 8, 6)]).output
    (3, 1, 1)
    """
    channels, *space = shapes[0]
    return Layout(
        output=(channels, *(1,) * len(space)),
        compute=_mean,
        plain=_mean_element,
        plain_work=prod(space),
        alike=True,
    )


def _mean(inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter) -> None:
    axes = tuple(range(2, out.ndim))
    # Of no axes NumPy would take all.
    out[...] = inputs[0].mean(axes, keepdims=True) if axes else inputs[0]


def _mean_element(
    inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    elements = at(inputs[0], *index[:2]).ravel().tolist()
    return definition.total(element / len(elements) for element in elements)
