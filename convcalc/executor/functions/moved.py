"""Elements that go to other places: every one that is written is one that was read.

What is written is found by moving the numbers of the places themselves: so is its definition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape

Move: TypeAlias = Callable[[Call, AnyArray], AnyArray]  # of the first operand
Place: TypeAlias = Callable[[Call, Shape], Shape]  # from where in it an element comes


def moved(dims: Callable[[Call], Shape], move: Move, place: Place) -> Function:
    """A move of the first operand; the others say where to."""
    return Function(
        dims=dims,
        compute=lambda call, arrays, _: move(call, np.asarray(arrays[0])),
        element=partial(_from, place),
        room=0.5,
    )


def _from(place: Place, call: Call, arrays: Arrays, index: Shape) -> Element:
    return total([float(np.asarray(arrays[0])[place(call, index)])])


def _known(call: Call, at: int) -> tuple[int, ...]:
    found = call.given(at)
    return () if found is None else tuple(map(int, found.reshape(-1)))


def _expanded(call: Call) -> Shape:
    return np.broadcast_shapes(call.dims(), _known(call, 1))


def _before(call: Call, index: Shape) -> Shape:
    """Axes of length 1 are read at their one place."""
    own = call.dims()
    behind = len(index) - len(own)
    return tuple([min(at, size - 1) for at, size in zip(index[behind:], own, strict=True)])


def _repeats(call: Call) -> tuple[int, ...]:
    return _known(call, 1)


def _tiled(call: Call) -> Shape:
    pairs = zip(call.dims(), _repeats(call), strict=True)
    return tuple([size * times for size, times in pairs])


def _wrapped(call: Call, index: Shape) -> Shape:
    return tuple([at % size for at, size in zip(index, call.dims(), strict=True)])


def _turning(call: Call) -> Shape:
    named = call.attribute("perm", ())
    return tuple(named) or tuple(reversed(range(len(call.dims()))))


def _turned_place(call: Call, index: Shape) -> Shape:
    found = [0] * len(index)
    for at, axis in zip(index, _turning(call), strict=True):
        found[axis] = at
    return tuple(found)


def _reshaped(call: Call) -> Shape:
    """As it is laid: where a model says a batch, this is one sample."""
    return call.laid.dims


def _flat_place(call: Call, index: Shape) -> Shape:
    flat = np.ravel_multi_index(index, call.laid.dims) if index else 0
    return tuple(map(int, np.unravel_index(flat, call.dims())))


def _concatenated(call: Call) -> Shape:
    axis, dims = call.axis(), call.every
    return (*dims[0][:axis], sum([one[axis] for one in dims]), *dims[0][axis + 1 :])


def _concat_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    axis = call.axis()
    at = index[axis]
    for one in arrays:
        x = np.asarray(one)
        if at < x.shape[axis]:
            return total([float(x[(*index[:axis], at, *index[axis + 1 :])])])
        at -= x.shape[axis]
    raise IndexError(index)


MOVED: Mapping[str, Function] = {
    "Expand": moved(_expanded, lambda call, x: np.broadcast_to(x, _expanded(call)), _before),
    "Tile": moved(_tiled, lambda call, x: np.tile(x, _repeats(call)), _wrapped),
    "Transpose": moved(
        lambda call: tuple([call.dims()[axis] for axis in _turning(call)]),
        lambda call, x: x.transpose(_turning(call)),
        _turned_place,
    ),
    **dict.fromkeys(
        ("Reshape", "Flatten", "Squeeze", "Unsqueeze"),
        moved(_reshaped, lambda call, x: x.reshape(call.laid.dims), _flat_place),
    ),
    "Concat": Function(
        _concatenated,
        lambda call, arrays, _: np.concatenate([np.asarray(one) for one in arrays], call.axis()),
        _concat_element,
    ),
}
