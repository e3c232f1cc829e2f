"""Upsampling by a whole factor: nearest, or linear between centres (align_corners=False)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import floor, prod

import numpy as np

from convcalc.executor.arguments import per_axis
from convcalc.executor.definition import total
from convcalc.executor.layout import Arguments, Array, Layout, Shape
from convcalc.executor.meter import Meter
from convcalc.executor.tiles import boxes


def _nearest(x: Array, axis: int, scale: int) -> Array:
    return np.repeat(x, scale, axis)


def _linear(x: Array, axis: int, scale: int) -> Array:
    """Element i·scale + r lies (r + ½)/scale - ½ from the centre of element i."""
    size = x.shape[axis]
    out = np.empty((*x.shape[:axis], size * scale, *x.shape[axis + 1 :]), x.dtype)
    for phase in range(scale):
        offset = (2 * phase + 1 - scale) / (2 * scale)
        place = (slice(None),) * axis
        out[(*place, slice(phase, None, scale))] = _between(x, axis, offset)
    return out


def _between(x: Array, axis: int, offset: float) -> Array:
    """Each element, drawn towards the neighbour that lies on the offset's side."""
    if not offset:
        return x  # never 0 · neighbour: a NaN there must not be seen
    size = x.shape[axis]
    step = 1 if offset > 0 else -1
    neighbours = np.clip(np.arange(size) + step, 0, size - 1)
    near, far = x.dtype.type(1 - abs(offset)), x.dtype.type(abs(offset))
    return x * near + x.take(neighbours, axis) * far


def _nearest_terms(o: int, size: int, scale: int) -> list[tuple[int, float]]:
    del size
    return [(o // scale, 1.0)]


def _linear_terms(o: int, size: int, scale: int) -> list[tuple[int, float]]:
    centre = max((o + 0.5) / scale - 0.5, 0.0)
    low = floor(centre)
    return [(low, 1 - (centre - low)), (min(low + 1, size - 1), centre - low)]


@dataclass(frozen=True, slots=True)
class Mode:
    """How one axis is stretched; `terms`: (element, factor) for one output, by definition."""

    stretch: Callable[[Array, int, int], Array]
    terms: Callable[[int, int, int], list[tuple[int, float]]]


MODES = {
    "nearest": Mode(_nearest, _nearest_terms),
    "bilinear": Mode(_linear, _linear_terms),
}


def resize(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Every axis made `scale` times as long, one axis after the other.

    Shapes: (C, *spatial) to (C, *spatial·scale).
    """
    channels, *space = shapes[0]
    scales = per_axis(arguments, "scale", len(space))
    mode = MODES[str(arguments.get("mode", "nearest"))]
    output = tuple(len(range(size * scale)) for size, scale in zip(space, scales, strict=True))
    channel = 4 * 3 * prod(output)

    def compute(
        inputs: Sequence[Array], _weights: Sequence[Array], out: Array, meter: Meter
    ) -> None:
        for block in boxes(out.shape[:2], meter.room // channel):
            x = inputs[0][block]
            for axis, scale in enumerate(scales, start=2):
                x = mode.stretch(x, axis, scale)
            out[block] = x

    def plain(
        inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        item, channel, *position = index
        along = [mode.terms(*axis) for axis in zip(position, space, scales, strict=True)]
        return total(
            [
                inputs[0].item(item, channel, *(i for i, _ in term)) * prod(f for _, f in term)
                for term in product(*along)
            ]
        )

    return Layout(
        output=(channels, *output), compute=compute, workspace=channel, plain=plain, alike=True
    )
