"""What looks at all channels of a position: layer norm, local response norm, softmax."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import exp, log, sqrt
from typing import NamedTuple, TypeAlias

import numpy as np

from convcalc.executor.arguments import decimal, number
from convcalc.executor.definition import Element, floats, total
from convcalc.executor.elementwise import BLOCK
from convcalc.executor.layout import Arguments, Array, Kernel, Layout, Shape, at
from convcalc.executor.meter import Meter
from convcalc.executor.per_channel import FACTOR, SHIFT

Weights: TypeAlias = Sequence[Array]


class PerPosition(NamedTuple):
    """A function of (channels, positions), and by its definition of one channel of a column."""

    array: Callable[[Array, Weights, Arguments], Array]
    plain: Callable[[Array, int, Sequence[float], Arguments], Element]
    weighs: bool = False  # a scale and a shift for each channel


def _layer_norm(x: Array, weights: Weights, arguments: Arguments) -> Array:
    scale, shift = (weight[:, None] for weight in weights)
    centred: Array = x - x.mean(axis=0)
    variance = np.square(centred).mean(axis=0)
    centred /= np.sqrt(variance + np.float32(decimal(arguments, "eps", 1e-5)))
    centred *= scale
    centred += shift
    return centred


def _plain_layer_norm(
    column: Array, channel: int, weights: Sequence[float], arguments: Arguments
) -> Element:
    scale, shift = weights
    mean, size = total(one / len(column) for one in floats(column))
    variance, _ = total((one - mean) ** 2 / len(column) for one in floats(column))
    factor = scale / sqrt(variance + decimal(arguments, "eps", 1e-5))
    value, terms = total([column.item(channel) * factor, -mean * factor, shift])
    return value, terms + abs(size * factor)


def _response_norm(x: Array, _weights: Weights, arguments: Arguments) -> Array:
    size = number(arguments, "size", 5)
    near = np.zeros((len(x) + size - 1, x.shape[1]), x.dtype)
    np.square(x, out=near[size // 2 : size // 2 + len(x)])
    squares = sum(near[first : first + len(x)] for first in range(size))
    divisor = decimal(arguments, "k", 1) + decimal(arguments, "alpha", 1e-4) / size * squares
    normed: Array = x / divisor ** decimal(arguments, "beta", 0.75)
    return normed


def _plain_response_norm(
    column: Array, channel: int, _weights: Sequence[float], arguments: Arguments
) -> Element:
    size = number(arguments, "size", 5)
    near = range(channel - size // 2, channel - size // 2 + size)
    mean = sum(column.item(one) ** 2 for one in near if 0 <= one < len(column)) / size
    divisor = decimal(arguments, "k", 1) + decimal(arguments, "alpha", 1e-4) * mean
    return total([column.item(channel) / divisor ** decimal(arguments, "beta", 0.75)])


def _softmax(x: Array, _weights: Weights, _arguments: Arguments) -> Array:
    shares: Array = np.exp(x - x.max(axis=0))
    shares /= shares.sum(axis=0)
    return shares


def _log_softmax(x: Array, _weights: Weights, _arguments: Arguments) -> Array:
    below: Array = x - x.max(axis=0)
    below -= np.log(np.exp(below).sum(axis=0))
    return below


def _plain_log_softmax(
    column: Array, channel: int, _weights: Sequence[float], _arguments: Arguments
) -> Element:
    most = max(floats(column))
    whole, _ = total(exp(one - most) for one in floats(column))
    value, terms = total([column.item(channel), -most, -log(whole)])
    return value, max(terms, 1.0)


def _plain_softmax(
    column: Array, channel: int, _weights: Sequence[float], _arguments: Arguments
) -> Element:
    value, scale = _plain_log_softmax(column, channel, (), {})
    return exp(value), exp(value) * scale


FUNCTIONS: dict[str, PerPosition] = {
    "ln": PerPosition(_layer_norm, _plain_layer_norm, weighs=True),
    "lrn": PerPosition(_response_norm, _plain_response_norm),
    "softmax": PerPosition(_softmax, _plain_softmax),
    "log_softmax": PerPosition(_log_softmax, _plain_log_softmax),
}


def per_position(name: str) -> Kernel:
    """The kernel of one of these functions.

    Shapes: (C, *spatial) to (C, *spatial).

    >>> per_position("ln")({}, [(8, 5, 5)]).weights
    ((8,), (8,))
    """
    return partial(lay_out, FUNCTIONS[name])


def lay_out(function: PerPosition, arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """A function of every position by itself."""
    channels = shapes[0][0]
    return Layout(
        output=shapes[0],
        compute=partial(_compute, function, arguments),
        weights=((channels,),) * 2 if function.weighs else (),
        ranges=(FACTOR, SHIFT) if function.weighs else (),
        workspace=16 * max(BLOCK, channels),
        plain=partial(_plain, function, arguments),
        plain_work=channels,
        alike=True,
    )


def _compute(
    function: PerPosition,
    arguments: Arguments,
    inputs: Sequence[Array],
    weights: Weights,
    out: Array,
    _meter: Meter,
) -> None:
    channels = out.shape[1]
    x, written = (array.reshape(len(array), channels, -1) for array in (inputs[0], out))
    each = max(1, BLOCK // channels)
    for item, target in zip(x, written, strict=True):
        for first in range(0, item.shape[1], each):
            block = slice(first, first + each)
            target[:, block] = function.array(item[:, block], weights, arguments)


def _plain(
    function: PerPosition,
    arguments: Arguments,
    inputs: Sequence[Array],
    weights: Weights,
    index: Shape,
) -> Element:
    item, channel, *place = index
    column = at(inputs[0], item, slice(None), *place)
    own = [weight.item(channel) for weight in weights]
    return function.plain(column, channel, own, arguments)
