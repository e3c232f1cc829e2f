"""What is done to every element by numbers of its channel: batch norm, scale, prelu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import sqrt
from typing import NamedTuple, TypeAlias

import numpy as np

from convcalc.executor.arguments import decimal, number
from convcalc.executor.definition import Element, total
from convcalc.executor.layout import Arguments, Array, Layout, Shape
from convcalc.executor.meter import Meter
from convcalc.executor.tiles import boxes

# Elements read and written at a time; there are no temporaries beside them.
BLOCK = 2**16
# From where to where random weights lie: values keep about their size.
FACTOR, SHIFT, SLOPE, VARIANCE = (0.5, 1.5), (-0.5, 0.5), (0.0, 0.5), (0.5, 1.5)

Weights: TypeAlias = Sequence[Array]


class PerChannel(NamedTuple):
    """How numbers of a channel come from its weights, what they do to it, and the definition."""

    numbers: Callable[[Weights, float], Weights]
    write: Callable[[Array, Weights, Array], None]
    plain: Callable[[float, Sequence[float], float], Element]


def _normed(weights: Weights, eps: float) -> Weights:
    # Two numbers a channel are all that is left of four at inference.
    scale, shift, mean, variance = weights
    factor = scale / np.sqrt(variance + np.float32(eps))
    return factor, shift - mean * factor


def _scaled_and_shifted(x: Array, numbers: Weights, out: Array) -> None:
    np.multiply(x, numbers[0], out=out)
    out += numbers[1]


def _scaled(x: Array, numbers: Weights, out: Array) -> None:
    np.multiply(x, numbers[0], out=out)


def _sloped(x: Array, numbers: Weights, out: Array) -> None:
    out[...] = np.where(x < 0, x * numbers[0], x)


def _plain_norm(x: float, weights: Sequence[float], eps: float) -> Element:
    scale, shift, mean, variance = weights
    deviation = sqrt(variance + eps)
    return total([x / deviation * scale, -mean / deviation * scale, shift])


NORM = PerChannel(_normed, _scaled_and_shifted, _plain_norm)
SCALE = PerChannel(
    lambda weights, _: weights,
    _scaled,
    lambda x, weights, _: total([x * weights[0]]),
)
PRELU = PerChannel(
    lambda weights, _: weights,
    _sloped,
    lambda x, weights, _: total([x * weights[0] if x < 0 else x]),
)


def batch_norm(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Inference by running statistics: scale, shift, mean and variance, as PyTorch's BatchNorm.

    Shapes: (C, *spatial) to (C, *spatial).

    >>> norm = batch_norm({}, [(8, 5, 5)])
    >>> norm.weights, norm.buffers
    (((8,), (8,), (8,), (8,)), 2)
    """
    each = ((shapes[0][0],),) * 4
    layout = lay_out(NORM, decimal(arguments, "eps", 1e-5), shapes[0], each)
    return layout._replace(buffers=2, ranges=(FACTOR, SHIFT, SHIFT, VARIANCE))


def scale(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """A factor for each channel.

    >>> scale({}, [(8, 5, 5)]).weights
    ((8,),)
    """
    return lay_out(SCALE, 0, shapes[0], ((shapes[0][0],),))._replace(ranges=(FACTOR,))


def prelu(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """A slope for each channel or one for all, where values are negative.

    >>> prelu({"num_parameters": 1}, [(8, 5, 5)]).weights
    ((1,),)
    """
    each = arguments.get("num_parameters") is None
    slopes = shapes[0][0] if each else number(arguments, "num_parameters")
    return lay_out(PRELU, 0, shapes[0], ((slopes,),))._replace(ranges=(SLOPE,))


def lay_out(kind: PerChannel, eps: float, shape: Shape, weights: tuple[Shape, ...]) -> Layout:
    """A layer of that kind over a shape."""
    return Layout(
        output=shape,
        compute=partial(_compute, kind, eps),
        weights=weights,
        workspace=16 * BLOCK,
        plain=partial(_plain, kind, eps),
        alike=True,
    )


def _compute(
    kind: PerChannel, eps: float, inputs: Sequence[Array], weights: Weights, out: Array, _: Meter
) -> None:
    channels = out.shape[1]
    numbers = [np.broadcast_to(one, channels)[:, None] for one in kind.numbers(weights, eps)]
    x, written = (array.reshape(len(array), channels, -1) for array in (inputs[0], out))
    # A block is read, worked on and written while it is in the cache.
    for rows, columns in boxes(written.shape[1:], BLOCK):
        own = [one[rows] for one in numbers]
        for item in range(len(x)):
            kind.write(x[item, rows, columns], own, written[item, rows, columns])


def _plain(
    kind: PerChannel, eps: float, inputs: Sequence[Array], weights: Weights, index: Shape
) -> Element:
    channel = index[1]
    own = [weight.item(channel % len(weight)) for weight in weights]
    return kind.plain(inputs[0].item(*index), own, eps)
