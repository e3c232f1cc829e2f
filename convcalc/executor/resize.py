"""Resizing, nearest or linear: elements and outputs are placed on one line and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import floor, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convcalc.executor.arguments import per_axis
from convcalc.executor.definition import total
from convcalc.executor.layout import Arguments, Array, Layout, Shape
from convcalc.executor.meter import Meter
from convcalc.executor.tiles import boxes

_SCALE = 2  # where neither a scale nor a size is written

Places = NDArray[np.integer[Any]]
Terms = list[tuple[int, float]]


class Line(NamedTuple):
    """Where elements and outputs lie along one axis, in whole units."""

    elements: Places
    outputs: Places

    @property
    def before(self) -> Places:
        """For each output the last element that does not lie behind it; -1 is none."""
        return np.searchsorted(self.elements, self.outputs, "right") - 1


def _beginnings(size: int, out: int) -> Line:
    """All elements together are as long as all outputs, and each lies where it begins."""
    return Line(np.arange(size) * out, np.arange(out) * size)


def _centres(size: int, out: int) -> Line:
    """All elements together are as long as all outputs, and each lies where its middle is."""
    return Line((2 * np.arange(size) + 1) * out, (2 * np.arange(out) + 1) * size)


def _corners(size: int, out: int) -> Line:
    """The first output lies on the first element, the last, if it is another, on the last."""
    return Line(np.arange(size) * max(out - 1, 1), np.arange(out) * (size - 1))


def _copied(x: Array, axis: int, line: Line) -> Array:
    copied: Array = x.take(line.before, axis)
    return copied


def _blended(x: Array, axis: int, line: Line) -> Array:
    """Each output drawn from the element before towards the next; beyond the ends none is."""
    first = np.maximum(line.before, 0)
    out: Array = x.take(first, axis)
    beyond = line.outputs - line.elements[first]
    # Never 0 · neighbour: a NaN there must not be seen.
    between = np.flatnonzero((beyond > 0) & (first < len(line.elements) - 1))
    if between.size:
        low, share = first[between], beyond[between] / np.diff(line.elements)[0]
        far = share.astype(x.dtype).reshape(-1, *(1,) * (x.ndim - 1 - axis))
        mixed = x.take(low, axis) * (1 - far) + x.take(low + 1, axis) * far
        out.swapaxes(0, axis)[between] = mixed.swapaxes(0, axis)
    return out


def _copied_terms(o: int, size: int, out: int) -> Terms:
    return [(o * size // out, 1.0)]


def _neighbours(place: float, size: int) -> Terms:
    place = max(place, 0.0)
    low = floor(place)
    return [(low, 1 - (place - low)), (min(low + 1, size - 1), place - low)]


def _centred_terms(o: int, size: int, out: int) -> Terms:
    return _neighbours((o + 0.5) * size / out - 0.5, size)


def _cornered_terms(o: int, size: int, out: int) -> Terms:
    return _neighbours(o * (size - 1) / (out - 1) if out > 1 else 0.0, size)


class Mode(NamedTuple):
    """How one axis is resized; `terms`: (element, factor) for one output, by definition."""

    line: Callable[[int, int], Line]
    stretch: Callable[[Array, int, Line], Array]
    terms: Callable[[int, int, int], Terms]


# By the argument `mode`, and whether corners are aligned.
MODES = {
    ("nearest", False): Mode(_beginnings, _copied, _copied_terms),
    ("bilinear", False): Mode(_centres, _blended, _centred_terms),
    ("bilinear", True): Mode(_corners, _blended, _cornered_terms),
}


def resize(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Every axis `scale` times as long, or of the given `size`, one axis after the other.

    Shapes: (C, *spatial) to (C, *resized).

    >>> resize({"scale": 2, "mode": "nearest"}, [(3, 4, 5)]).output
    (3, 8, 10)
    >>> resize({"size": (7, 3), "mode": "bilinear"}, [(3, 4, 5)]).output
    (3, 7, 3)
    """
    channels, *space = shapes[0]
    mode = MODES[str(arguments.get("mode", "nearest")), arguments.get("align_corners") is True]
    layer = Resize(mode, tuple(space), _resized(arguments, tuple(space)))
    return Layout(
        output=(channels, *layer.output),
        compute=layer.compute,
        workspace=layer.channel,
        plain=layer.plain,
        alike=True,
    )


def _resized(arguments: Arguments, space: Shape) -> Shape:
    if arguments.get("size") is not None:
        return per_axis(arguments, "size", len(space))
    unsaid = arguments.get("scale") is None
    scales = (_SCALE,) * len(space) if unsaid else per_axis(arguments, "scale", len(space))
    return tuple(size * scale for size, scale in zip(space, scales, strict=True))


class Resize(NamedTuple):
    """One resize, laid out."""

    mode: Mode
    space: Shape
    output: Shape

    @property
    def channel(self) -> int:
        """Bytes for one channel: what is taken, written and added up for its widest stage."""
        return 4 * 4 * max(map(prod, stages(self.space, self.output)))

    def compute(
        self, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, meter: Meter
    ) -> None:
        """Write (N, C, *output), some channels at a time."""
        lines = list(map(self.mode.line, self.space, self.output))
        for block in boxes(out.shape[:2], meter.room // self.channel):
            x = inputs[0][block]
            for axis, line in enumerate(lines, start=2):
                x = self.mode.stretch(x, axis, line)
            out[block] = x

    def plain(
        self, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
    ) -> tuple[float, float]:
        """One output element by the definition."""
        item, channel, *position = index
        axes = zip(position, self.space, self.output, strict=True)
        return total(
            inputs[0].item(item, channel, *(i for i, _ in term)) * prod(f for _, f in term)
            for term in product(*(self.mode.terms(*axis) for axis in axes))
        )


def stages(space: Shape, output: Shape) -> list[Shape]:
    """The sizes while one axis after the other is changed.

    >>> stages((4, 5), (8, 3))
    [(4, 5), (8, 5), (8, 3)]
    """
    return [(*output[:count], *space[count:]) for count in range(len(space) + 1)]
