"""Parts of a tensor, and what is put around it: Slice, Split, Pad."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.moved import moved
from convcalc.executor.layout import Pairs, Shape


def _listed(call: Call, name: str, at: int) -> tuple[int, ...] | None:
    found = call.integers(name, at)
    return found or None


def _runs(call: Call) -> list[range]:
    """The places along each axis that a slice takes."""
    starts, ends = _listed(call, "starts", 1) or (), _listed(call, "ends", 2) or ()
    axes = _listed(call, "axes", 3) or tuple(range(len(starts)))
    steps = _listed(call, "steps", 4) or (1,) * len(starts)
    found = [range(size) for size in call.dims()]
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        found[axis] = range(call.dims()[axis])[start:end:step]
    return found


def _sliced(call: Call, x: AnyArray) -> AnyArray:
    for axis, run in enumerate(_runs(call)):
        x = np.take(x, run, axis)
    return x


def _run_of_split(call: Call) -> range:
    """The places along the axis that this output has; without sizes all are equal but the last."""
    size, axis = call.dims()[call.axis()], call.axis()
    sizes = _listed(call, "split", 1)
    if sizes is None:
        each = -(-size // call.attribute("num_outputs", size // max(call.laid.dims[axis], 1)))
        sizes = tuple([each] * (call.output + 1))
    start = sum(sizes[: call.output])
    return range(start, min(start + sizes[call.output], size))


def _part(call: Call) -> Shape:
    axis, dims = call.axis(), call.dims()
    return (*dims[:axis], len(_run_of_split(call)), *dims[axis + 1 :])


def _from_part(call: Call, index: Shape) -> Shape:
    axis = call.axis()
    return (*index[:axis], _run_of_split(call).start + index[axis], *index[axis + 1 :])


def _pads(call: Call) -> Pairs:
    """What is put before and after each axis; less than nothing is cut off."""
    pads = _listed(call, "pads", 1) or _listed(call, "paddings", 1) or ()
    rank, half = len(call.dims()), len(pads) // 2
    axes = (None if "pads" in call.attributes else _listed(call, "axes", 3)) or range(rank)
    found = [(0, 0)] * rank
    for axis, pair in zip(axes, zip(pads[:half], pads[half:], strict=True), strict=True):
        found[axis] = pair
    return tuple(found)


def _padded(call: Call) -> Shape:
    return tuple([size + sum(pair) for size, pair in zip(call.dims(), _pads(call), strict=True)])


def _filling(call: Call) -> float:
    found = call.given(2) if "pads" not in call.attributes else None
    return call.attribute("value", 0.0) if found is None or not found.size else float(found.item())


def _pad(call: Call, arrays: Arrays) -> AnyArray:
    """What is cut off is cut first, so that nothing of it is seen in a mirror."""
    x, pairs = first(arrays), _pads(call)
    kept = [
        slice(max(-before, 0), size - max(-after, 0))
        for size, (before, after) in zip(x.shape, pairs, strict=True)
    ]
    more = [(max(before, 0), max(after, 0)) for before, after in pairs]
    mode = call.attribute("mode", "constant")
    if mode == "constant":
        return np.pad(x[tuple(kept)], more, "constant", constant_values=_filling(call))
    kind: Any = mode  # NumPy has the others under the same names
    return np.pad(x[tuple(kept)], more, kind)


def _pad_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """The element that stands for each place beyond an end."""
    mode, place = call.attribute("mode", "constant"), []
    for at, size, (before, after) in zip(index, call.dims(), _pads(call), strict=True):
        first_kept, kept = max(-before, 0), size + min(before, 0) + min(after, 0)
        inside = at - max(before, 0)
        if not 0 <= inside < kept:
            if mode == "constant":
                return total([_filling(call)])
            inside = _BEYOND[mode](inside, kept)
        place.append(first_kept + inside)
    return total([float(first(arrays)[tuple(place)])])


def _mirrored(place: int, size: int) -> int:
    """Back and forth, the last element once."""
    if size == 1:
        return 0
    at = place % (2 * size - 2)
    return min(at, 2 * size - 2 - at)


_BEYOND: Mapping[str, Callable[[int, int], int]] = {
    "reflect": _mirrored,
    "edge": lambda place, size: min(max(place, 0), size - 1),
    "wrap": lambda place, size: place % size,
}

PARTS: Mapping[str, Function] = {
    "Slice": moved(
        lambda call: tuple(map(len, _runs(call))),
        _sliced,
        lambda call, index: tuple([run[at] for run, at in zip(_runs(call), index, strict=True)]),
    ),
    "Split": moved(_part, lambda call, x: np.take(x, _run_of_split(call), call.axis()), _from_part),
    "Pad": Function(_padded, lambda call, arrays, _: _pad(call, arrays), _pad_element),
}
