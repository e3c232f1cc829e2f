"""Padding by itself: zeros, the mirror image of the input, or its border repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import prod

import numpy as np
from numpy.typing import NDArray

from convcalc.executor.definition import total
from convcalc.executor.layout import Arguments, Array, Layout, Pairs, Shape, at
from convcalc.executor.meter import Meter
from convcalc.executor.padding import written_pairs
from convcalc.executor.tiles import boxes

# NumPy's words for ours.
_REPEATED = {"reflect": "reflect", "replicate": "edge"}


def _mirrored(place: int, last: int) -> int:
    while not 0 <= place <= last:
        place = -place if place < 0 else 2 * last - place
    return place


# The element that stands at a place, if there is one.
_PLACES: dict[str, Callable[[int, int], int | None]] = {
    "zeros": lambda place, last: place if 0 <= place <= last else None,
    "reflect": _mirrored,
    "replicate": lambda place, last: sorted((0, place, last))[1],
}


def pad(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """More positions around the input, which is copied between them.

    Shapes: (C, *spatial) to (C, *padded).

    >>> pad({"padding": ((1, 2), (0, 3))}, [(3, 4, 5)]).output
    (3, 7, 8)
    """
    channels, *space = shapes[0]
    mode = str(arguments.get("mode", "zeros"))
    pads = written_pairs(arguments.get("padding"), len(space))
    sizes = [before + size + after for size, (before, after) in zip(space, pads, strict=True)]
    repeated = partial(_repeated, _REPEATED[mode], pads) if mode in _REPEATED else None
    return Layout(
        output=(channels, *sizes),
        compute=repeated or partial(_zeros, pads),
        padding=pads,
        workspace=8 * prod(sizes) if repeated else 0,
        plain=partial(_element, mode, pads),
        alike=True,
    )


def _zeros(
    pads: Pairs, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
) -> None:
    sizes = inputs[0].shape[2:]
    inside = [slice(before, before + size) for size, (before, _) in zip(sizes, pads, strict=True)]
    out.fill(0)
    at(out, ..., *inside)[...] = inputs[0]


def _repeated(
    word: str,
    pads: Pairs,
    inputs: Sequence[Array],
    _weights: Sequence[Array],
    out: Array,
    meter: Meter,
) -> None:
    x = inputs[0]
    places = [_padded(size, pair, word) for size, pair in zip(x.shape[2:], pads, strict=True)]
    for block in boxes(out.shape[:2], meter.room // (8 * prod(out.shape[2:]))):
        part = x[block]
        for axis, padded in enumerate(places, start=2):
            part = part.take(padded, axis)
        out[block] = part


def _padded(size: int, pair: tuple[int, int], word: str) -> NDArray[np.intp]:
    """Which element stands at each place of an axis."""
    padded: NDArray[np.intp] = np.pad(np.arange(size), pair, mode=word)  # type: ignore[call-overload]  # one of its words
    return padded


def _element(
    mode: str, pads: Pairs, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    item, channel, *position = index
    axes = zip(position, inputs[0].shape[2:], pads, strict=True)
    places = [_PLACES[mode](where - before, size - 1) for where, size, (before, _) in axes]
    real = [place for place in places if place is not None]
    return total([inputs[0].item(item, channel, *real)] if len(real) == len(places) else [])
