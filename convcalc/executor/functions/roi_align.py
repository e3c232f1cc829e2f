"""RoiAlign: regions of an image in as many bins, each the mean or the maximum of some samples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from itertools import product
from math import ceil
from typing import NamedTuple

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape

_HALF = 16  # from this opset on, places are of the middles of elements


class Side(NamedTuple):
    """A region along one axis: where it starts, how long a bin is, samples in each, bins."""

    start: float
    bin: float
    samples: int
    bins: int
    size: int  # of the image

    def place(self, at: int, sample: int) -> float:
        """Where a sample of a bin lies."""
        return self.start + (at + (sample + 0.5) / self.samples) * self.bin

    def neighbours(self, place: float) -> list[tuple[int, float]]:
        """The two elements around a place and their shares; far beyond the image there is none."""
        if not -1 <= place <= self.size:
            return [(0, 0.0), (0, 0.0)]
        low = min(int(max(place, 0)), self.size - 1)
        beyond = min(max(place, 0) - low, 1.0) if low < self.size - 1 else 0.0
        return [(low, 1 - beyond), (min(low + 1, self.size - 1), beyond)]


def _bins(call: Call) -> tuple[int, int]:
    return call.attribute("output_height", 1), call.attribute("output_width", 1)


def _aligned(call: Call) -> Shape:
    return (call.dims(1)[0], call.dims()[1], *_bins(call))


def _sides(call: Call, region: AnyArray) -> list[Side]:
    """Height, then width; a region is (left, top, right, bottom)."""
    half = call.attribute(
        "coordinate_transformation_mode",
        "half_pixel" if not call.opset or call.opset >= _HALF else "output_half_pixel",
    )
    middle = half == "half_pixel"
    scale, samples = call.attribute("spatial_scale", 1.0), call.attribute("sampling_ratio", 0)
    left, top, right, bottom = [float(one) * scale - 0.5 * middle for one in region]
    found = []
    for start, end, bins, size in zip(
        (top, left), (bottom, right), _bins(call), call.dims()[2:], strict=True
    ):
        length = end - start if middle else max(end - start, 1.0)
        found.append(Side(start, length / bins, samples or ceil(length / bins), bins, size))
    return found


def _align(call: Call, arrays: Arrays) -> AnyArray:
    x, regions, samples = [np.asarray(one) for one in arrays[:3]]
    found = np.zeros(_aligned(call), np.float32)
    for written, region, sample in zip(found, regions, samples.astype(np.int64), strict=True):
        sides = _sides(call, region)
        written[...] = _region(x[sample], sides, largest=_largest(call))
    return found


def _largest(call: Call) -> bool:
    return call.attribute("mode", "avg").lower() == "max"


def _region(image: AnyArray, sides: list[Side], *, largest: bool) -> AnyArray:
    """All samples of all bins at once: (channels, bins · samples, bins · samples)."""
    if not all(side.samples > 0 for side in sides):  # what ends before it starts has none
        return np.zeros((len(image), *[side.bins for side in sides]), np.float32)
    rows, columns = [_neighbours(side) for side in sides]
    corners = (
        image[:, at[:, None], to[None, :]] * (share[:, None] * other[None, :])
        for (at, share), (to, other) in product(rows, columns)
    )
    cut = [(side.bins, side.samples) for side in sides]
    parts = reduce(np.maximum if largest else np.add, corners)
    samples = parts.reshape(len(image), *cut[0], *cut[1])
    return np.asarray(samples.max(axis=(2, 4)) if largest else samples.mean(axis=(2, 4)))


def _neighbours(side: Side) -> list[tuple[AnyArray, AnyArray]]:
    """The elements before all samples and their shares, and those behind."""
    places = [side.place(at, one) for at in range(side.bins) for one in range(side.samples)]
    pairs = np.array([side.neighbours(place) for place in places])  # samples × 2 × (at, share)
    return [
        (pairs[:, one, 0].astype(np.int64), pairs[:, one, 1].astype(np.float32)) for one in (0, 1)
    ]


def _element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """Of the samples of a bin, four neighbours each."""
    x, regions, samples = [np.asarray(one) for one in arrays[:3]]
    region, channel, *at = index
    image, sides = x[int(samples[region]), channel], _sides(call, regions[region])
    terms = []
    for inside in product(*[range(side.samples) for side in sides]):
        rows, columns = [
            side.neighbours(side.place(one, sample))
            for side, one, sample in zip(sides, at, inside, strict=True)
        ]
        terms += [float(image[i, j]) * a * b for (i, a), (j, b) in product(rows, columns)]
    if _largest(call):
        return max(terms, default=0.0), max(map(abs, terms), default=0.0)
    return total([4 * one / len(terms) for one in terms])


ALIGNED: Mapping[str, Function] = {
    "RoiAlign": Function(
        dims=_aligned,
        compute=lambda call, arrays, _: _align(call, arrays),
        element=_element,
        work=lambda call: 4 * max(call.attribute("sampling_ratio", 0), 2) ** 2,
        room=4,
    ),
}
