"""Which axes Resize and Upsample change, to which sizes, and where their outputs lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import floor
from typing import NamedTuple

import numpy as np

from convcalc.errors import InputError
from convcalc.executor.functions.call import AnyArray, Call

_LATER = 11  # from this opset on, sizes may be given, and there are other coordinates
_SIZES = 3  # x, roi, scales, sizes


class Axis(NamedTuple):
    """One axis: its size before and after, the factor, and which part of it is cut out."""

    number: int
    size: int
    out: int
    scale: float
    start: float = 0.0
    end: float = 1.0

    @property
    def length(self) -> float:
        """The size after, before it was made whole."""
        return self.scale * self.size


def changed(call: Call) -> list[Axis]:
    """The axes that change."""
    rank = len(call.dims())
    named: Sequence[int] = call.attribute("axes", ()) or range(rank)
    numbers = [axis % rank for axis in named]
    sizes = [call.dims()[axis] for axis in numbers]
    outs, scales = _sizes(call, sizes)
    starts, ends = _roi(call, len(numbers))
    found = zip(numbers, sizes, outs, scales, starts, ends, strict=True)
    return [axis for one in found if not _is_same(axis := Axis(*one))]


def _is_same(axis: Axis) -> bool:
    return axis.size == axis.out and axis.scale == 1 and (axis.start, axis.end) == (0, 1)


def _sizes(call: Call, sizes: Sequence[int]) -> tuple[Sequence[int], Sequence[float]]:
    """Sizes go before factors."""
    asked = call.given(_SIZES) if call.opset >= _LATER else None
    if asked is not None and asked.size:
        return _to_sizes(call, sizes, [int(one) for one in asked])
    factors = _factors(call)
    return [int(size * one) for size, one in zip(sizes, factors, strict=True)], factors


def _to_sizes(
    call: Call, sizes: Sequence[int], asked: Sequence[int]
) -> tuple[Sequence[int], Sequence[float]]:
    """As they are asked for, or in proportion, not larger or not smaller."""
    scales = [to / size for to, size in zip(asked, sizes, strict=True)]
    policy = call.attribute("keep_aspect_ratio_policy", "stretch")
    if policy == "stretch":
        return asked, scales
    scale = min(scales) if policy == "not_larger" else max(scales)
    return [floor(scale * size + 0.5) for size in sizes], [scale] * len(sizes)


def _factors(call: Call) -> Sequence[float]:
    if "scales" in call.attributes:
        listed: Sequence[float] = call.attribute("scales", ())
        return listed
    if "height_scale" in call.attributes:
        return [1.0, 1.0, call.attribute("height_scale", 1.0), call.attribute("width_scale", 1.0)]
    given = call.given(2 if call.opset >= _LATER else 1)
    if given is None:
        raise InputError("CC221", f"{call.function} cannot be run without sizes and scales")
    return [float(one) for one in given]


def _roi(call: Call, many: int) -> tuple[Sequence[float], Sequence[float]]:
    """All of it, unless it is cut out."""
    if coordinates(call) != "tf_crop_and_resize":
        return [0.0] * many, [1.0] * many
    found = call.given(1)
    listed = [] if found is None else [float(one) for one in found]
    return listed[:many], listed[many:]


def coordinates(call: Call) -> str:
    """How places of the output are places of the input."""
    default = "asymmetric" if is_early(call) else "half_pixel"
    return call.attribute("coordinate_transformation_mode", default)


def is_early(call: Call) -> bool:
    """Whether it is of an opset that had one kind of coordinates."""
    return call.opset < _LATER


def _corners(axis: Axis, at: AnyArray) -> AnyArray:
    return at * (axis.size - 1) / (axis.length - 1) if axis.length != 1 else at * 0.0


def _half_pixel(axis: Axis, at: AnyArray) -> AnyArray:
    return (at + 0.5) / axis.scale - 0.5


def _cropped(axis: Axis, at: AnyArray) -> AnyArray:
    first, span = axis.start * (axis.size - 1), (axis.end - axis.start) * (axis.size - 1)
    return first + (at * span / (axis.length - 1) if axis.length != 1 else at * 0.0 + span / 2)


# Source: the operator's own text.
_PLACES: Mapping[str, Callable[[Axis, AnyArray], AnyArray]] = {
    "half_pixel": _half_pixel,
    "half_pixel_symmetric": lambda axis, at: (
        axis.size / 2 * (1 - axis.out / axis.length) + _half_pixel(axis, at)
    ),
    "pytorch_half_pixel": lambda axis, at: _half_pixel(axis, at) if axis.out > 1 else at * 0.0,
    "align_corners": _corners,
    "asymmetric": lambda axis, at: at / axis.scale,
    "tf_crop_and_resize": _cropped,
}


def places(call: Call, axis: Axis) -> AnyArray:
    """Where each output lies among the elements."""
    return _PLACES[coordinates(call)](axis, np.arange(axis.out, dtype=np.float64))
