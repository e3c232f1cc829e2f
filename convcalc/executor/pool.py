"""Pooling: windows of the padded input, reduced."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import prod

import numpy as np

from convcalc.executor import definition
from convcalc.executor.arguments import per_axis
from convcalc.executor.layout import Arguments, Array, Box, Layout, Shape
from convcalc.executor.meter import Meter
from convcalc.executor.tiles import boxes
from convcalc.executor.windows import Windows, windows


def avgpool(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The mean of each window; padding zeros are counted in it (PyTorch's count_include_pad).

    Shapes: (C, *spatial) to (C, *windows). The stride is the kernel where none is written.
    """
    channels, *space = shapes[0]
    kernel = per_axis(arguments, "kernel_size", len(space))
    stride = kernel if arguments.get("stride") is None else None
    layer = windows(arguments, tuple(space), stride=stride)
    padded = prod(axis.before + axis.size + axis.after for axis in layer.axes)
    return Layout(
        output=(channels, *layer.output),
        compute=partial(_means, layer, 4 * padded),
        padding=layer.padding,
        workspace=4 * padded,
        part=partial(_part, layer),
        plain=lambda inputs, _weights, index: definition.avgpool(layer.axes, inputs[0], index),
        plain_work=prod(layer.kernel),
        alike=True,
    )


def _means(
    layer: Windows,
    padded: int,
    inputs: Sequence[Array],
    _weights: Sequence[Array],
    out: Array,
    meter: Meter,
) -> None:
    # Some channels at a time: each needs a padded copy.
    for block in boxes(out.shape[:2], meter.room // padded):
        out[block] = _mean(layer, inputs[0][block], layer.whole)


def _part(
    layer: Windows, inputs: Sequence[Array], _weights: Sequence[Array], box: Box, _meter: Meter
) -> Array:
    return _mean(layer, inputs[0], box)


def _mean(layer: Windows, x: Array, box: Box) -> Array:
    # One addition per tap: numpy is fast along the windows and slow along their taps.
    view = layer.view(x, box)
    rank = len(box)
    out = np.zeros((*view.shape[: -2 * rank], *view.shape[-rank:]), x.dtype)
    for tap in np.ndindex(*layer.kernel):
        out += view[(..., *tap, *(slice(None),) * rank)]
    out /= prod(layer.kernel)
    return out
