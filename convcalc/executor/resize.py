"""Upsampling by a whole factor: nearest, or linear between centres (align_corners=False)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import floor, prod
from typing import NamedTuple

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


class Mode(NamedTuple):
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

    >>> resize({"scale": 2, "mode": "nearest"}, [(3, 4, 5)]).output
    (3, 8, 10)
    """
    channels, *space = shapes[0]
    scales = per_axis(arguments, "scale", len(space))
    mode = MODES[str(arguments.get("mode", "nearest"))]
    layer = Resize(mode, tuple(space), scales)
    return Layout(
        output=(channels, *layer.output),
        compute=layer.compute,
        workspace=layer.channel,
        plain=layer.plain,
        alike=True,
    )


class Resize(NamedTuple):
    """One resize, laid out."""

    mode: Mode
    space: Shape
    scales: Shape

    @property
    def output(self) -> Shape:
        """Elements per axis: `scale` for each of the input's."""
        return tuple(size * scale for size, scale in zip(self.space, self.scales, strict=True))

    @property
    def channel(self) -> int:
        """Bytes that stretching one channel takes: what it reads, writes, and adds up."""
        return 4 * 3 * prod(self.output)

    def compute(
        self, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, meter: Meter
    ) -> None:
        """Write (N, C, *output), some channels at a time."""
        for block in boxes(out.shape[:2], meter.room // self.channel):
            x = inputs[0][block]
            for axis, scale in enumerate(self.scales, start=2):
                x = self.mode.stretch(x, axis, scale)
            out[block] = x

    def plain(
        self, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        """One output element by the definition."""
        item, channel, *position = index
        axes = zip(position, self.space, self.scales, strict=True)
        return total(
            inputs[0].item(item, channel, *(i for i, _ in term)) * prod(f for _, f in term)
            for term in product(*(self.mode.terms(*axis) for axis in axes))
        )
