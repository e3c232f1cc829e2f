"""Resize and Upsample in all their modes: one axis after the other is copied or blended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from math import ceil, floor, prod
from typing import NamedTuple

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.kernels import SHARPNESS, cubic, linear, plain_cubic
from convcalc.executor.functions.resize_axes import Axis, changed, coordinates, is_early, places
from convcalc.executor.layout import Shape

_NEAREST: Mapping[str, Callable[[float], int]] = {
    "round_prefer_floor": lambda place: ceil(place - 0.5),
    "round_prefer_ceil": lambda place: floor(place + 0.5),
    "floor": floor,
    "ceil": ceil,
}


class Taps(NamedTuple):
    """For each output along an axis the elements that it is blended of, and their shares."""

    places: AnyArray  # (outputs, taps)
    shares: AnyArray


def _taps(call: Call, axis: Axis) -> Taps:
    where = places(call, axis)
    if _mode(call) == "nearest":
        near = _NEAREST[_nearest(call)]
        taps = np.array([[near(one)] for one in where.tolist()])
        shares = np.ones(taps.shape)
    else:
        squeeze, reach = _squeeze(call, axis), _reach(call)
        many = 2 * ceil(reach / squeeze)
        taps = np.floor(where).astype(np.int64)[:, None] + np.arange(1 - many // 2, many // 2 + 1)
        shares = _share(call, (taps - where[:, None]) * squeeze)
        if call.attribute("exclude_outside", 0):
            shares = np.where((taps >= 0) & (taps < axis.size), shares, 0)
        shares = shares / shares.sum(axis=1, keepdims=True)
    return Taps(np.clip(taps, 0, axis.size - 1), shares)


def _mode(call: Call) -> str:
    return call.attribute("mode", "nearest")


def _nearest(call: Call) -> str:
    return call.attribute("nearest_mode", "floor" if is_early(call) else "round_prefer_floor")


def _squeeze(call: Call, axis: Axis) -> float:
    """What is made smaller is blurred first, if that is asked for."""
    return min(axis.scale, 1.0) if call.attribute("antialias", 0) else 1.0


def _reach(call: Call) -> int:
    """Elements on either side."""
    return 2 if _mode(call) == "cubic" else 1


def _sharpness(call: Call) -> float:
    return call.attribute("cubic_coeff_a", SHARPNESS)


def _share(call: Call, distance: AnyArray) -> AnyArray:
    return cubic(distance, _sharpness(call)) if _mode(call) == "cubic" else linear(distance)


def _plain_share(call: Call, distance: float) -> float:
    if _mode(call) == "cubic":
        return plain_cubic(distance, _sharpness(call))
    return max(1 - abs(distance), 0.0)


def _beyond(call: Call, axis: Axis) -> AnyArray:
    """Which outputs lie beyond what is cut out of."""
    where = places(call, axis)
    cropped = coordinates(call) == "tf_crop_and_resize"
    return cropped & ((where < 0) | (where > axis.size - 1))


def _filling(call: Call) -> float:
    return call.attribute("extrapolation_value", 0.0)


def _resized(call: Call) -> Shape:
    found = list(call.dims())
    for axis in changed(call):
        found[axis.number] = axis.out
    return tuple(found)


def _resize(call: Call, arrays: Arrays) -> AnyArray:
    x = first(arrays)
    for axis in changed(call):
        x = _blended(x, axis.number, _taps(call, axis))
        beyond = _beyond(call, axis)
        if beyond.any():
            x[(slice(None),) * axis.number + (beyond,)] = _filling(call)
    return x


def _blended(x: AnyArray, axis: int, taps: Taps) -> AnyArray:
    spread = (-1, *(1,) * (x.ndim - 1 - axis))
    if taps.places.shape[1] == 1:
        return x.take(taps.places[:, 0], axis)
    found: AnyArray | None = None
    for places_, shares in zip(taps.places.T, taps.shares.T, strict=True):
        part = x.take(places_, axis) * shares.astype(np.float32).reshape(spread)
        found = part if found is None else np.add(found, part, out=found)
    return x if found is None else found


def _element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """Σ of elements, each with its shares along all axes."""
    found = changed(call)
    wheres = [float(places(call, axis)[index[axis.number]]) for axis in found]
    for axis in found:
        if _beyond(call, axis)[index[axis.number]]:
            return total([_filling(call)])
    terms = []
    for taps in product(*map(_plain_taps, [call] * len(found), found, wheres)):
        place = list(index)
        for axis, (at, _) in zip(found, taps, strict=True):
            place[axis.number] = at
        terms.append(float(first(arrays)[tuple(place)]) * prod([share for _, share in taps]))
    return total(terms)


def _plain_taps(call: Call, axis: Axis, where: float) -> list[tuple[int, float]]:
    """The elements near a place, with their shares; those beyond an end are the last ones."""
    last = axis.size - 1
    if _mode(call) == "nearest":
        return [(min(max(_NEAREST[_nearest(call)](where), 0), last), 1.0)]
    squeeze, far = _squeeze(call, axis), _reach(call)
    near = range(ceil(where - far / squeeze), floor(where + far / squeeze) + 1)
    if call.attribute("exclude_outside", 0):
        near = range(max(near.start, 0), min(near.stop, axis.size))
    shares = [_plain_share(call, (at - where) * squeeze) for at in near]
    pairs = zip(near, shares, strict=True)
    return [(min(max(at, 0), last), share / sum(shares)) for at, share in pairs]


_RESIZE = Function(
    dims=_resized,
    compute=lambda call, arrays, _: _resize(call, arrays),
    element=_element,
    work=lambda call: 4 ** len(changed(call)),
    room=3,
)
RESIZED: Mapping[str, Function] = dict.fromkeys(("Resize", "Upsample"), _RESIZE)
