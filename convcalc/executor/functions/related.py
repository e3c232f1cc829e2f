"""Functions that see all elements along some axes, and write one for each: softmax, norms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import prod
from typing import TypeAlias

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape

Axes: TypeAlias = tuple[int, ...]
Related: TypeAlias = Callable[[Call, Axes, Arrays], AnyArray]

_PER_AXIS = 13  # from this opset on, softmax is along one axis; before, along all from one on


def related(function: Related, axes: Callable[[Call], Axes]) -> Function:
    """What keeps the shape of its first operand, each element by all along these axes."""
    return Function(
        dims=lambda call: call.dims(),
        compute=lambda call, arrays, _: function(call, axes(call), arrays),
        element=partial(_element, function, axes),
        work=lambda call: 4 * prod([call.dims()[axis] for axis in axes(call)]),
    )


def _element(
    function: Related, axes: Callable[[Call], Axes], call: Call, arrays: Arrays, index: Shape
) -> Element:
    """By what stands along these axes alone, with more digits."""
    over = axes(call)
    part = [None if one is None else _along(one, over, index) for one in arrays]
    place = tuple([at if axis in over else 0 for axis, at in enumerate(index)])
    value = float(function(call, over, part)[place])
    return value, max(abs(value), 1.0)


def _along(array: AnyArray, over: Axes, index: Shape) -> AnyArray:
    behind = len(index) - array.ndim
    box = [
        slice(None) if axis + behind in over or size == 1 else
        slice(index[axis + behind], index[axis + behind] + 1)
        for axis, size in enumerate(array.shape)
    ]  # fmt: skip
    return array[tuple(box)].astype(np.float64)


def _softmax_axes(call: Call) -> Axes:
    if call.opset and call.opset < _PER_AXIS:
        return tuple(range(call.axis(1), len(call.dims())))
    return (call.axis(-1),)


def _last_axes(call: Call) -> Axes:
    return tuple(range(call.axis(-1), len(call.dims())))


def _one_axis(call: Call) -> Axes:
    return (call.axis(-1),)


def _softmax(_: Call, axes: Axes, arrays: Arrays) -> AnyArray:
    x = np.asarray(arrays[0])
    shares = np.exp(x - x.max(axis=axes, keepdims=True))
    return np.asarray(shares / shares.sum(axis=axes, keepdims=True))


def _log_softmax(_: Call, axes: Axes, arrays: Arrays) -> AnyArray:
    x = np.asarray(arrays[0])
    below = x - x.max(axis=axes, keepdims=True)
    return np.asarray(below - np.log(np.exp(below).sum(axis=axes, keepdims=True)))


def _hardmax(_: Call, axes: Axes, arrays: Arrays) -> AnyArray:
    """1 at the first of the largest, else 0."""
    ends = tuple(range(-len(axes), 0))
    turned = np.moveaxis(np.asarray(arrays[0]), axes, ends)
    rows = turned.reshape(*turned.shape[: -len(axes)], -1)
    found = np.zeros_like(rows)
    np.put_along_axis(found, rows.argmax(-1)[..., None], 1, -1)
    return np.moveaxis(found.reshape(turned.shape), ends, axes)


def _layer_norm(call: Call, axes: Axes, arrays: Arrays) -> AnyArray:
    x = np.asarray(arrays[0])
    centred = np.asarray(x - x.mean(axis=axes, keepdims=True))
    variance = np.square(centred).mean(axis=axes, keepdims=True)
    centred /= np.sqrt(variance + x.dtype.type(call.attribute("epsilon", 1e-5)))
    return _scaled(centred, arrays)


def _rms_norm(call: Call, axes: Axes, arrays: Arrays) -> AnyArray:
    x = np.asarray(arrays[0])
    mean = np.square(x).mean(axis=axes, keepdims=True)
    return _scaled(x / np.sqrt(mean + x.dtype.type(call.attribute("epsilon", 1e-5))), arrays)


def _scaled(normed: AnyArray, arrays: Arrays) -> AnyArray:
    scale, shift, *_ = [*arrays[1:], None, None]
    if scale is not None:
        normed *= scale
    return normed if shift is None else np.add(normed, shift, out=normed)


def _length_norm(call: Call, axes: Axes, arrays: Arrays) -> AnyArray:
    x = np.asarray(arrays[0])
    length = np.linalg.norm(x, ord=call.attribute("p", 2), axis=axes[0], keepdims=True)
    return np.asarray(np.divide(x, length, out=np.zeros_like(x), where=length != 0))


RELATED: Mapping[str, Function] = {
    "Softmax": related(_softmax, _softmax_axes),
    "LogSoftmax": related(_log_softmax, _softmax_axes),
    "Hardmax": related(_hardmax, _softmax_axes),
    "LayerNormalization": related(_layer_norm, _last_axes),
    "RMSNormalization": related(_rms_norm, _last_axes),
    "LpNormalization": related(_length_norm, _one_axis),
}
