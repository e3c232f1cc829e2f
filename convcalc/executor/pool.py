"""Pooling: windows of the padded input, reduced."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import prod

from convcalc.executor import definition
from convcalc.executor.arguments import per_axis
from convcalc.executor.layout import Arguments, Array, Layout, Shape, at
from convcalc.executor.meter import Meter
from convcalc.executor.windows import Windows, windows


def avgpool(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The mean of each window; padding zeros are counted in it (PyTorch's count_include_pad).

    Shapes: (C, *spatial) to (C, *windows). The stride is the kernel where none is written.

    >>> avgpool({"kernel_size": 2}, [(3, 8, 6)]).output
    (3, 4, 3)
    """
    channels, *space = shapes[0]
    kernel = per_axis(arguments, "kernel_size", len(space))
    stride = kernel if arguments.get("stride") is None else None
    layer = windows(arguments, tuple(space), stride=stride)
    return Layout(
        output=(channels, *layer.output),
        compute=partial(_means, layer),
        padding=layer.padding,
        plain=partial(_plain, layer),
        plain_work=prod(layer.kernel),
        alike=True,
    )


def _means(
    layer: Windows, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
) -> None:
    taps, starts = [axis.taps for axis in layer.axes], [axis.starts for axis in layer.axes]
    out.fill(0)
    # The fewer of taps and windows are looped over; padding zeros add nothing.
    if prod(layer.kernel) <= prod(layer.output):
        for _, hits, elements in layer.slices(taps, starts):
            met = at(out, ..., *hits)
            met += at(inputs[0], ..., *elements)
    else:
        over = tuple(range(2, out.ndim))
        for index, _, elements in layer.slices(starts, taps):
            at(inputs[0], ..., *elements).sum(over, out=at(out, ..., *index))
    out /= prod(layer.kernel)


def _plain(
    layer: Windows, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    return definition.avgpool(layer.axes, inputs[0], index)
