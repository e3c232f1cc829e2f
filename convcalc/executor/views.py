"""Ops that show the same numbers under another shape, or a part of them: no byte is copied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import prod

import numpy as np

from convcalc.executor.arguments import number
from convcalc.executor.definition import total
from convcalc.executor.layout import Arguments, Array, Layout, Shape

_REST = -1


def same(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The input itself: identity, and dropout at inference.

    Shapes: any to the same.

    >>> same({}, [(3, 5)]).output
    (3, 5)
    """
    return Layout(output=shapes[0], compute=_shown, view=_all, plain=_element, alike=True)


def _shown(*_arrays: object) -> None:
    """Nothing: the output is where the input is."""


def _all(x: Array) -> Array:
    return x


def _element(
    inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    return total([inputs[0].item(*index)])


def flatten(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """All elements of a sample in one row, the last axis fastest.

    Shapes: (C, *spatial) to (C·Πspatial,).

    >>> flatten({}, [(3, 5, 4)]).output
    (60,)
    """
    return Layout(output=(prod(shapes[0]),), compute=_shown, view=_flat, plain=_unflattened)


def _flat(x: Array) -> Array:
    return x.reshape(len(x), -1)


def _unflattened(
    inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    item, place = index
    where = np.unravel_index(place, inputs[0].shape[1:])
    return total([inputs[0].item(item, *map(int, where))])


def reshape(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Each sample's elements in the shape that is written, the last axis fastest; -1 is the rest.

    Shapes: (C, *spatial) to any of as many elements.

    >>> reshape({"shape": (64, -1)}, [(64, 7, 5)]).output
    (64, 35)
    """
    written = arguments["shape"]
    if not isinstance(written, (tuple, list)):
        raise TypeError(f"shape={written!r} is no shape")
    rest = prod(shapes[0]) // prod(size for size in written if size != _REST)
    output = tuple(rest if size == _REST else size for size in written)
    return Layout(
        output=output,
        compute=_shown,
        view=lambda x: x.reshape(len(x), *output),
        plain=partial(_reshaped_element, output),
    )


def _reshaped_element(
    shape: Shape, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    item, *place = index
    where = np.unravel_index(np.ravel_multi_index(place, shape), inputs[0].shape[1:])
    return total([inputs[0].item(item, *map(int, where))])


def slice_(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """A run of channels.

    Shapes: (C, *spatial) to (channels, *spatial).

    >>> slice_({"start": 2, "channels": 3}, [(8, 5)]).output
    (3, 5)
    """
    first, channels = number(arguments, "start", 0), number(arguments, "channels")
    return Layout(
        output=(channels, *shapes[0][1:]),
        compute=_shown,
        view=lambda x: x[:, first : first + channels],
        plain=partial(_part_element, first),
    )


def _part_element(
    first: int, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape
) -> tuple[float, float]:
    item, channel, *place = index
    return total([inputs[0].item(item, first + channel, *place)])
