"""Norms over the positions of channels or of groups of them: batch, instance and group norm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import prod, sqrt
from typing import TypeAlias

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape

# What the mean and variance of an element are of: all places along some axes, one along others.
Part: TypeAlias = Callable[[Call, Shape], tuple[slice | int, ...]]
_DEVIATION = 1e-9  # what MeanVarianceNormalization adds to a deviation, by the operator's own text


def _eps(call: Call) -> float:
    return call.attribute("epsilon", 1e-5)


def _by_channel(numbers: AnyArray, rank: int) -> AnyArray:
    """One number a channel, so that it is spread over axis 1."""
    return numbers.reshape(-1, *(1,) * max(rank - 2, 0))


def _normed(x: AnyArray, axes: tuple[int, ...], eps: float) -> AnyArray:
    centred = np.asarray(x - _mean(x, axes))
    centred /= np.sqrt(_mean(np.square(centred), axes) + np.float32(eps))
    return centred


def _mean(x: AnyArray, axes: tuple[int, ...]) -> AnyArray:
    """Of many, so in float64 until it is one."""
    return np.asarray(x.mean(axis=axes, keepdims=True, dtype=np.float64), np.float32)


def _scaled(x: AnyArray, scale: AnyArray, shift: AnyArray) -> AnyArray:
    x *= _by_channel(scale, x.ndim)
    x += _by_channel(shift, x.ndim)
    return x


def _given(arrays: Arrays) -> list[AnyArray]:
    return [np.asarray(one) for one in arrays]


def _batch_norm(call: Call, arrays: Arrays) -> AnyArray:
    """By statistics that are given, or in training by those of all samples and positions."""
    x, scale, shift, mean, variance = _given(arrays)[:5]
    if call.attribute("training_mode", 0):
        return _scaled(_normed(x, _all_but_channels(call), _eps(call)), scale, shift)
    centred = x - _by_channel(mean, x.ndim)
    centred /= np.sqrt(_by_channel(variance, x.ndim) + np.float32(_eps(call)))
    return _scaled(centred, scale, shift)


def _all_but_channels(call: Call) -> tuple[int, ...]:
    return tuple([axis for axis in range(len(call.dims())) if axis != 1])


def _instance_norm(call: Call, arrays: Arrays) -> AnyArray:
    x, scale, shift = _given(arrays)[:3]
    return _scaled(_normed(x, tuple(range(2, x.ndim)), _eps(call)), scale, shift)


def _groups(call: Call) -> int:
    return call.attribute("num_groups", 1)


def _group_norm(call: Call, arrays: Arrays) -> AnyArray:
    """Opset 18 has a scale and a shift for each group, later ones for each channel."""
    x, scale, shift = _given(arrays)[:3]
    groups, channels = _groups(call), x.shape[1]
    cut = x.reshape(len(x), groups, channels // groups, *x.shape[2:])
    normed = _normed(cut, tuple(range(2, cut.ndim)), _eps(call)).reshape(x.shape)
    return _scaled(normed, *[np.repeat(one, channels // one.size) for one in (scale, shift)])


def _mean_variance(call: Call, arrays: Arrays) -> AnyArray:
    """Without a scale and a shift."""
    x = first(arrays)
    centred = np.asarray(x - _mean(x, _said_axes(call)))
    centred /= np.sqrt(_mean(np.square(centred), _said_axes(call))) + np.float32(_DEVIATION)
    return centred


def _said_axes(call: Call) -> tuple[int, ...]:
    rank = len(call.dims())
    axes: tuple[int, ...] = call.attribute("axes", (0, 2, 3))
    return tuple([axis % rank for axis in axes])


def _one(numbers: AnyArray, call: Call, index: Shape) -> float:
    """The number of an element's channel, or of its group."""
    return float(numbers.reshape(-1)[index[1] * numbers.size // call.dims()[1]])


def _moments(part: AnyArray) -> tuple[float, float, float]:
    """Mean, variance, and the mean of what was added up."""
    numbers = part.astype(np.float64)
    mean = float(numbers.mean())
    return mean, float(np.square(numbers - mean).mean()), float(np.abs(numbers).mean())


def _element(part: Part, call: Call, arrays: Arrays, index: Shape) -> Element:
    """The scale times (x − mean) / √(variance + eps), and the shift."""
    x, *others = _given(arrays)
    mean, variance, size = _moments(x[part(call, index)])
    if call.function == "BatchNormalization" and not call.attribute("training_mode", 0):
        mean, variance = [_one(one, call, index) for one in others[2:4]]
        size = abs(mean)
    deviation = sqrt(variance + _eps(call))
    if call.function == "MeanVarianceNormalization":
        deviation = sqrt(variance) + _DEVIATION
    scale, shift = [_one(one, call, index) for one in others[:2]] or (1.0, 0.0)
    factor = scale / deviation
    value, terms = total([float(x[index]) * factor, -mean * factor, shift])
    return value, max(terms + abs(size * factor), 1.0)


def _box(
    axes: Callable[[Call], tuple[int, ...]],
) -> Part:
    """All places along some axes, and one along the others."""
    return lambda call, index: tuple(
        [slice(None) if axis in axes(call) else at for axis, at in enumerate(index)]
    )


def _group(call: Call, index: Shape) -> tuple[slice | int, ...]:
    each = call.dims()[1] // _groups(call)
    start = index[1] // each * each
    return (index[0], slice(start, start + each))


def _norm(
    compute: Callable[[Call, Arrays], AnyArray],
    part: Part,
) -> Function:
    return Function(
        dims=lambda call: call.dims(),
        compute=lambda call, arrays, _: compute(call, arrays),
        element=partial(_element, part),
        work=lambda call: prod(call.dims()),
    )


NORMED: Mapping[str, Function] = {
    "BatchNormalization": _norm(_batch_norm, _box(_all_but_channels)),
    "InstanceNormalization": _norm(
        _instance_norm, _box(lambda call: tuple(range(2, len(call.dims()))))
    ),
    "GroupNormalization": _norm(_group_norm, _group),
    "MeanVarianceNormalization": _norm(_mean_variance, _box(_said_axes)),
}
