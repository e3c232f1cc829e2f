"""Convolutions on tensors as a model has them, whose weight may be computed as well.

The kernel is that of our own convolution, under the names that ONNX has for its arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from convcalc.executor.conv import conv
from convcalc.executor.definition import Element
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Layout, Shape
from convcalc.executor.meter import Meter

_SAME: Mapping[str, str] = {"SAME_UPPER": "same", "SAME_LOWER": "same_lower"}


def laid_out(call: Call, x: Shape, weight: Shape) -> Layout:
    """The kernel for x (samples, channels, *positions) and a weight (channels, each, *window)."""
    rank = len(x) - 2
    arguments: dict[str, object] = {
        "out_channels": weight[0],
        "kernel_size": weight[2:],
        "groups": call.attribute("group", 1),
        "padding": _padding(call, rank),
    }
    for ours, name in (("stride", "strides"), ("dilation", "dilations")):
        arguments[ours] = call.attribute(name, ()) or (1,) * rank
    return conv(arguments, [x[1:]])


def _padding(call: Call, rank: int) -> object:
    word = call.attribute("auto_pad", "NOTSET")
    if word in _SAME:
        return _SAME[word]
    pads: Shape = () if word == "VALID" else call.attribute("pads", ())
    pads = pads or (0,) * 2 * rank
    return tuple(zip(pads[:rank], pads[rank:], strict=True))


def convolved(call: Call, x: AnyArray, weight: AnyArray, meter: Meter) -> AnyArray:
    """Every sample with every filter, without a bias."""
    layout = laid_out(call, x.shape, weight.shape)
    out = np.empty((len(x), *layout.output), x.dtype)
    layout.compute([x], [weight], out, meter)
    return out


def convolved_dims(call: Call, weight: int = 1) -> Shape:
    """Samples, filters and windows; which operand has the weight differs."""
    x = call.dims()
    return (x[0], *laid_out(call, x, call.dims(weight)).output)


def one_of(call: Call, x: AnyArray, weight: AnyArray, index: Shape) -> Element:
    """One element by the definition, without a bias."""
    plain = laid_out(call, x.shape, weight.shape).plain
    assert plain is not None  # noqa: S101 — a convolution has one
    return plain([x], [weight], index)


def _compute(call: Call, arrays: Arrays, meter: Meter) -> AnyArray:
    x, weight, bias = _operands(arrays)
    found = convolved(call, x, weight, meter)
    return found if bias is None else found + bias.reshape(-1, *[1] * (x.ndim - 2))


def _element(call: Call, arrays: Arrays, index: Shape) -> Element:
    x, weight, bias = _operands(arrays)
    value, scale = one_of(call, x, weight, index)
    added = 0.0 if bias is None else float(bias[index[1]])
    return value + added, scale + abs(added)


def _operands(arrays: Arrays) -> tuple[AnyArray, AnyArray, AnyArray | None]:
    x, weight, bias, *_ = [*arrays, None]
    return np.asarray(x), np.asarray(weight), bias


CONVOLVED: Mapping[str, Function] = {
    "Conv": Function(
        convolved_dims, _compute, _element, lambda call: prod(call.dims(1)[1:]), contracts=True
    )
}
