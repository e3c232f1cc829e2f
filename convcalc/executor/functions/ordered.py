"""What is largest or smallest along an axis, and where: ArgMax, ArgMin, TopK."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape, at


def _shorter(call: Call, axis: int, size: int) -> Shape:
    dims = call.dims()
    return (*dims[:axis], size, *dims[axis + 1 :])


def _line(x: AnyArray, axis: int, index: Shape) -> list[float]:
    """The elements along an axis at a place."""
    found: list[float] = at(x, *index[:axis], slice(None), *index[axis + 1 :]).tolist()
    return found


def _best(call: Call, arrays: Arrays, *, largest: bool) -> AnyArray:
    """The first of equals, or the last."""
    x, axis = first(arrays), call.axis()
    find = np.argmax if largest else np.argmin
    if not call.attribute("select_last_index", 0):
        return np.expand_dims(find(x, axis), axis)
    return np.expand_dims(x.shape[axis] - 1 - find(np.flip(x, axis), axis), axis)


def _best_element(call: Call, arrays: Arrays, index: Shape, *, largest: bool) -> Element:
    line = _line(first(arrays), call.axis(), index)
    places = [place for place, one in enumerate(line) if one == (max if largest else min)(line)]
    return float(places[-1 if call.attribute("select_last_index", 0) else 0]), 1.0


def _arg(*, largest: bool) -> Function:
    return Function(
        dims=lambda call: _shorter(call, call.axis(), 1),
        compute=lambda call, arrays, _: _best(call, arrays, largest=largest),
        element=partial(_best_element, largest=largest),
        work=lambda call: call.dims()[call.axis()],
    )


def _many(call: Call) -> int:
    listed = call.integers("k", 1)
    return listed[0] if listed else call.attribute("k", 1)


def _top(call: Call, arrays: Arrays) -> AnyArray:
    """Of equals those that come first; sorted, which nobody minds where it is not asked for."""
    x, axis = first(arrays), call.axis(-1)
    largest = bool(call.attribute("largest", 1))
    order = np.argsort(np.flip(x, axis) if largest else x, axis, kind="stable")
    if largest:  # the last of them, of equals the last in what is turned: the first in what it was
        order = x.shape[axis] - 1 - np.flip(order, axis)
    places = np.take(order, range(_many(call)), axis)
    return places if call.output else np.take_along_axis(x, places, axis)


def _top_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    axis = call.axis(-1)
    line = _line(first(arrays), axis, index)
    sign = -1 if call.attribute("largest", 1) else 1
    place = sorted(range(len(line)), key=lambda one: (sign * line[one], one))[index[axis]]
    value = float(place if call.output else line[place])
    return value, abs(value)


ORDERED: Mapping[str, Function] = {
    "ArgMax": _arg(largest=True),
    "ArgMin": _arg(largest=False),
    "TopK": Function(
        dims=lambda call: _shorter(call, call.axis(-1), _many(call)),
        compute=lambda call, arrays, _: _top(call, arrays),
        element=_top_element,
        work=lambda call: call.dims()[call.axis(-1)],
        room=4,
    ),
}
