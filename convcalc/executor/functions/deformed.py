"""Convolutions whose taps are moved: what lies between elements is interpolated, outside is 0.

Operands: x (samples, channels, *sizes), weight (filters, each, *window), offsets (samples,
groups · taps · axes, *windows), bias (filters,), mask (samples, groups · taps, *windows).

Source: Zhu et al. 2018, "Deformable ConvNets v2", arXiv:1811.11168; ONNX's DeformConv.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import floor, prod
from typing import NamedTuple

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.elementwise import BLOCK
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.convolved import convolved_dims
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape
from convcalc.executor.meter import Meter


class Told(NamedTuple):
    """The operands, taps apart: offsets (samples, groups, taps, axes, *windows), mask likewise."""

    x: AnyArray
    weight: AnyArray
    offsets: AnyArray
    bias: AnyArray
    mask: AnyArray


def _told(call: Call, arrays: Arrays) -> Told:
    x, weight, offsets, bias, mask, *_ = [*arrays, None, None]
    x, weight, offsets = np.asarray(x), np.asarray(weight), np.asarray(offsets)
    groups, taps, axes = call.attribute("offset_group", 1), prod(weight.shape[2:]), x.ndim - 2
    windows = offsets.shape[2:]
    return Told(
        x,
        weight,
        offsets.reshape(len(x), groups, taps, axes, *windows),
        np.zeros(len(weight), x.dtype) if bias is None else bias,
        np.ones((), x.dtype) if mask is None else mask.reshape(len(x), groups, taps, *windows),
    )


def _starts(call: Call) -> Iterator[tuple[int, int, int]]:
    """Along each axis, how windows and taps are apart, and where the first tap is."""
    axes = len(call.dims()) - 2
    steps = [call.attribute(name, ()) or (1,) * axes for name in ("strides", "dilations")]
    pads: Shape = call.attribute("pads", ()) or (0,) * axes
    yield from zip(*steps, [-one for one in pads[:axes]], strict=True)


def _places(call: Call, told: Told) -> AnyArray:
    """Where each tap of each window is, (samples, groups, taps, axes, windows)."""
    windows, kernel = told.offsets.shape[4:], told.weight.shape[2:]
    found = told.offsets.astype(np.float64)
    for axis, (stride, dilation, first) in enumerate(_starts(call)):
        taps = np.indices(kernel)[axis].reshape(-1, *[1] * len(windows))
        found[:, :, :, axis] += np.indices(windows)[axis] * stride + taps * dilation + first
    return found.reshape(*found.shape[:4], -1)


def _columns(x: AnyArray, places: AnyArray) -> AnyArray:
    """What is at the places (taps, axes, windows) in x (channels, *sizes)."""
    below = np.floor(places)
    found = np.zeros((len(x), len(places), places.shape[2]), x.dtype)
    for corner in product((0, 1), repeat=x.ndim - 1):
        at = below + np.reshape(corner, (-1, 1))
        shares = np.maximum(1 - np.abs(places - at), 0).prod(axis=1)
        for axis, size in enumerate(x.shape[1:]):
            shares *= (at[:, axis] >= 0) & (at[:, axis] < size)
        where = [np.clip(at[:, axis], 0, size - 1).astype(int)
                 for axis, size in enumerate(x.shape[1:])]  # fmt: skip
        found += x[(slice(None), *where)] * shares.astype(x.dtype)
    return found


def _compute(call: Call, arrays: Arrays, meter: Meter) -> AnyArray:
    told = _told(call, arrays)
    places, groups = _places(call, told), call.attribute("group", 1)
    filters = told.weight.reshape(groups, len(told.weight) // groups, -1)
    made = np.empty((len(told.x), len(told.weight), places.shape[4]), told.x.dtype)
    step = max(BLOCK // (told.x.shape[1] * places.shape[2]), 1)
    for sample, start in product(range(len(made)), range(0, made.shape[2], step)):
        part = slice(start, start + step)
        columns = _masked(told, places, sample, part).reshape(groups, filters.shape[2], -1)
        made[sample, :, part] = meter.matmul(filters, columns).reshape(len(told.weight), -1)
    shaped = made.reshape(*made.shape[:2], *told.offsets.shape[4:])
    return np.asarray(shaped + told.bias.reshape(-1, *[1] * (shaped.ndim - 2)))


def _masked(told: Told, places: AnyArray, sample: int, part: slice) -> AnyArray:
    """What is under the taps of some windows, (channels, taps, windows)."""
    groups = places.shape[1]
    x = told.x[sample].reshape(groups, -1, *told.x.shape[2:])
    each = [_columns(x[group], places[sample, group, :, :, part]) for group in range(groups)]
    if told.mask.ndim:
        mask = told.mask[sample].reshape(groups, 1, places.shape[2], -1)[..., part]
        each = [columns * share for columns, share in zip(each, mask, strict=True)]
    return np.concatenate(each)


def _element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """The bias and Σ over channels and taps of weight · mask · what is there."""
    told = _told(call, arrays)
    sample, filter_, *window = index
    each = told.weight.shape[1]
    first = filter_ // (len(told.weight) // call.attribute("group", 1)) * each
    in_group = told.x.shape[1] // told.offsets.shape[1]
    terms = [float(told.bias[filter_])]
    for channel, (tap, place) in product(
        range(each), enumerate(np.ndindex(*told.weight.shape[2:]))
    ):
        group = (first + channel) // in_group
        moved = [
            window[axis] * stride + place[axis] * dilation + start
            + float(told.offsets[(sample, group, tap, axis, *window)])
            for axis, (stride, dilation, start) in enumerate(_starts(call))
        ]  # fmt: skip
        share = float(told.mask[(sample, group, tap, *window)]) if told.mask.ndim else 1.0
        factor = float(told.weight[(filter_, channel, *place)]) * share
        terms.append(factor * _between(told.x[sample, first + channel], moved))
    return total(terms)


def _between(x: AnyArray, place: list[float]) -> float:
    """What lies at a place, by its distance to the elements around it."""
    found = 0.0
    for corner in product((0, 1), repeat=len(place)):
        at = tuple([floor(one) + more for one, more in zip(place, corner, strict=True)])
        if all(0 <= one < size for one, size in zip(at, x.shape, strict=True)):
            shares = [1 - abs(one - other) for one, other in zip(place, at, strict=True)]
            found += float(x[at]) * prod(shares)
    return found


DEFORMED: Mapping[str, Function] = {
    "DeformConv": Function(
        convolved_dims,
        _compute,
        _element,
        lambda call: prod(call.dims(1)[1:]),
        contracts=True,
        room=3,
    )
}
