"""GridSample: channels at the places of a grid, which lie between elements or beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import floor, prod

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, both
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.kernels import cubic, linear, plain_cubic
from convcalc.executor.layout import Shape

# Opset 16 says bilinear and bicubic, later ones say linear and cubic.
_MODES = {"bilinear": "linear", "bicubic": "cubic"}


def _mode(call: Call) -> str:
    found = call.attribute("mode", "linear")
    return _MODES.get(found, found)


def _sampled(call: Call) -> Shape:
    return (*call.dims()[:2], *call.dims(1)[1:-1])


def _padding(call: Call) -> str:
    return call.attribute("padding_mode", "zeros")


def _ends(call: Call, size: int) -> tuple[float, float]:
    """Where an axis begins and ends: in the middle of its outermost elements, or at their edges."""
    return (0.0, size - 1.0) if call.attribute("align_corners", 0) else (-0.5, size - 0.5)


def _places(call: Call, x: AnyArray, grid: AnyArray) -> Iterator[AnyArray]:
    """For each axis, where among its elements the samples lie; the grid's last axis is the first.

    Source: the operator's own text, −1 and 1 are where an axis begins and ends; as in PyTorch a
    cubic takes the elements around a place that is beyond, the others move the place itself.
    """
    for axis, size in enumerate(x.shape[2:]):
        low, high = _ends(call, size)
        at = grid[..., grid.shape[-1] - 1 - axis].astype(np.float64)
        place = low + (at + 1) / 2 * (high - low)
        place = np.rint(place) if _mode(call) == "nearest" else place
        beyond = (place < low) | (place > high)
        moves = beyond & (_mode(call) != "cubic")
        yield np.where(moves, _inside(call, place, size), place)


def _inside(call: Call, place: AnyArray, size: int) -> AnyArray:
    """A place beyond an end, as the padding has it."""
    padding = _padding(call)
    if padding == "border":
        return np.clip(place, 0, size - 1)
    return _mirrored(place, *_ends(call, size)) if padding == "reflection" else place


def _mirrored(place: AnyArray, low: float, high: float) -> AnyArray:
    """Back and forth between two ends."""
    span = max(high - low, 1e-9)  # an axis of one element, aligned, has no length
    at = np.mod(place - low, 2 * span)
    return np.asarray(low + np.minimum(at, 2 * span - at))


_KERNELS: Mapping[str, tuple[Sequence[int], Callable[[AnyArray], AnyArray]]] = {
    "nearest": ((0,), np.ones_like),
    "linear": ((0, 1), linear),
    "cubic": ((-1, 0, 1, 2), cubic),
}  # the elements near a place, and how much one at a distance counts


def _taps(call: Call, place: AnyArray, size: int) -> list[tuple[AnyArray, AnyArray]]:
    """The elements near each place, and their shares; what is padding has none."""
    steps, share = _KERNELS[_mode(call)]
    found = []
    for step in steps:
        at = np.floor(place) + step
        shares = share(at - place)
        beyond = (at < 0) | (at > size - 1)
        if _padding(call) == "zeros":
            shares = np.where(beyond, 0, shares)
        inside = np.where(beyond, _inside(call, at, size), at)
        found.append((np.clip(inside, 0, size - 1).astype(np.int64), shares))
    return found


def _sample(call: Call, arrays: Arrays) -> AnyArray:
    x, grid = both(arrays)
    found = np.zeros(_sampled(call), np.float32)
    axes = [
        _taps(call, place, size)
        for place, size in zip(_places(call, x, grid), x.shape[2:], strict=True)
    ]
    for taps in product(*axes):
        shares = np.asarray(prod([share for _, share in taps]), np.float32)
        for sample, share in enumerate(shares):
            near = tuple([places[sample] for places, _ in taps])
            found[sample] += x[sample][(slice(None), *near)] * share
    return found


def _element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """Σ of elements near a place, each with its shares along all axes."""
    x, grid = both(arrays)
    sample, channel, *place = index
    wheres = reversed(grid[(sample, *place)].tolist())
    axes = [
        list(_plain_taps(call, where, size))
        for where, size in zip(wheres, x.shape[2:], strict=True)
    ]
    return total(
        float(x[(sample, channel, *[at for at, _ in taps])]) * prod([share for _, share in taps])
        for taps in product(*axes)
    )


def _plain_taps(call: Call, where: float, size: int) -> Iterator[tuple[int, float]]:
    low, high = _ends(call, size)
    place = low + (where + 1) / 2 * (high - low)
    mode = _mode(call)
    if mode == "nearest":
        place = round(place)  # of two that are as near the even one
    if mode != "cubic" and not low <= place <= high:
        place = float(_PLAIN[_padding(call)](place, low, high, size))
    far = {"nearest": 0, "linear": 1, "cubic": 2}[mode]
    for at in range(floor(place) - far, floor(place) + far + 1):
        share = plain_cubic(at - place) if mode == "cubic" else max(1 - abs(at - place), 0.0)
        inside = at if 0 <= at < size else int(_PLAIN[_padding(call)](at, low, high, size))
        if share and 0 <= inside < size:
            yield inside, share


def _bounced(place: float, low: float, high: float, size: int) -> float:
    if size == 1:
        return 0.0
    while not low <= place <= high:
        place = 2 * (low if place < low else high) - place
    return place


_PLAIN: Mapping[str, Callable[[float, float, float, int], float]] = {
    "zeros": lambda place, *_: place,
    "border": lambda place, _low, _high, size: min(max(place, 0), size - 1),
    "reflection": _bounced,
}

SAMPLED: Mapping[str, Function] = {
    "GridSample": Function(
        dims=_sampled,
        compute=lambda call, arrays, _: _sample(call, arrays),
        element=_element,
        work=lambda call: 4 ** (len(call.dims()) - 2),
        room=2,
    ),
}
