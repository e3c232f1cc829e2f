"""Elements that are written to places that another tensor tells, over or into what was there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape, at

Index: TypeAlias = tuple[AnyArray, ...]  # for each axis, where the updates go
Box: TypeAlias = tuple[int | slice, ...]
_INTO: Mapping[str, np.ufunc] = {
    "add": np.add, "mul": np.multiply, "max": np.maximum, "min": np.minimum,
}  # fmt: skip
_PLAIN: Mapping[str, Callable[[float, float], float]] = {
    "none": lambda _, new: new,
    "add": lambda old, new: old + new,
    "mul": lambda old, new: old * new,
    "max": max,
    "min": min,
}


def _written(call: Call, x: AnyArray, where: Index, updates: AnyArray) -> AnyArray:
    found = x.copy()
    into = _INTO.get(call.attribute("reduction", "none"))
    if into is None:
        found[where] = updates
    else:
        into.at(found, where, updates)
    return found


def _element(call: Call, old: float, updates: AnyArray) -> Element:
    """What was there, with all updates of the place one after the other."""
    into, value = _PLAIN[call.attribute("reduction", "none")], old
    for one in updates.astype(np.float64).tolist():
        value = into(value, one)
    return value, max(abs(value), abs(old), float(np.abs(updates).sum()))


def _along(call: Call, arrays: Arrays) -> tuple[AnyArray, AnyArray, AnyArray]:
    x, indices, updates = [np.asarray(one) for one in arrays[:3]]
    places = indices.astype(np.int64)
    return x, np.where(places < 0, places + x.shape[call.axis()], places), updates


def _elements(call: Call, arrays: Arrays) -> AnyArray:
    x, places, updates = _along(call, arrays)
    where: list[AnyArray] = list(np.indices(places.shape, sparse=True))
    where[call.axis()] = places
    return _written(call, x, tuple(where), updates)


def _elements_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """Its updates stand in one line along the axis."""
    x, places, updates = _along(call, arrays)
    axis = call.axis()
    sizes = enumerate(zip(index, places.shape, strict=True))
    if any(place >= size for one, (place, size) in sizes if one != axis):
        return _element(call, float(x[index]), np.zeros(0))
    box: Box = (*index[:axis], slice(None), *index[axis + 1 :])
    line, where = at(updates, *box), at(places, *box)
    return _element(call, float(x[index]), line[where == index[axis]])


def _rows(arrays: Arrays) -> tuple[AnyArray, AnyArray, AnyArray]:
    x, indices, updates = [np.asarray(one) for one in arrays[:3]]
    rows = indices.astype(np.int64)
    return x, np.where(rows < 0, rows + np.array(x.shape[: rows.shape[-1]]), rows), updates


def _nd(call: Call, arrays: Arrays) -> AnyArray:
    x, rows, updates = _rows(arrays)
    return _written(call, x, tuple(np.moveaxis(rows, -1, 0)), updates)


def _nd_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    x, rows, updates = _rows(arrays)
    named = rows.shape[-1]
    hit = np.all(rows == np.array(index[:named], np.int64), axis=-1)
    return _element(call, float(x[index]), at(updates[hit], slice(None), *index[named:]))


def _cache(call: Call, arrays: Arrays) -> tuple[AnyArray, AnyArray, AnyArray]:
    """The places along the axis that each sample's updates go to: (samples, updates)."""
    x, updates = [np.asarray(one) for one in arrays[:2]]
    starts = np.zeros(len(x)) if len(arrays) < 3 or arrays[2] is None else arrays[2]  # noqa: PLR2004 — the third
    axis = call.attribute("axis", -2) % x.ndim
    places = np.asarray(starts).astype(np.int64)[:, None] + np.arange(updates.shape[axis])
    circular = call.attribute("mode", "linear") == "circular"
    return x, places % x.shape[axis] if circular else places, updates


def _tensor_scatter(call: Call, arrays: Arrays) -> AnyArray:
    x, places, updates = _cache(call, arrays)
    axis = call.attribute("axis", -2) % x.ndim
    found = x.copy()
    for sample, one in enumerate(places):
        found[sample].swapaxes(0, axis - 1)[one] = updates[sample].swapaxes(0, axis - 1)
    return found


def _tensor_scatter_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    x, places, updates = _cache(call, arrays)
    axis = call.attribute("axis", -2) % x.ndim
    hits = np.flatnonzero(places[index[0]] == index[axis])
    line = at(updates, *index[:axis], slice(None), *index[axis + 1 :])
    return _element(call, float(x[index]), line[hits])


def _scattered(
    compute: Callable[[Call, Arrays], AnyArray],
    element: Callable[[Call, Arrays, Shape], Element],
    room: float,
) -> Function:
    return Function(
        dims=lambda call: call.dims(),
        compute=lambda call, arrays, _: compute(call, arrays),
        element=element,
        room=room,
    )


SCATTERED: Mapping[str, Function] = {
    **dict.fromkeys(("Scatter", "ScatterElements"), _scattered(_elements, _elements_element, 2)),
    "ScatterND": _scattered(_nd, _nd_element, 4),
    "TensorScatter": _scattered(_tensor_scatter, _tensor_scatter_element, 1),
}
