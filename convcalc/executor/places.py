"""The same elements at other places: axes in another order, and every so many of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from convcalc.executor.arguments import per_axis
from convcalc.executor.definition import Element, total
from convcalc.executor.layout import Arguments, Array, Layout, Shape, at
from convcalc.executor.meter import Meter


def permute(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Axis `dims[i]` of each sample becomes axis i; 0 is channels.

    Shapes: any to the same sizes in another order.

    >>> permute({"dims": (1, 0, 2)}, [(12, 5, 7)]).output
    (5, 12, 7)
    """
    dims = per_axis(arguments, "dims", len(shapes[0]))
    order = Order(dims)
    return Layout(
        output=tuple(shapes[0][axis] for axis in dims),
        compute=order.move,
        plain=order.element,
        alike=dims[0] == 0,
    )


class Order(NamedTuple):
    """The axes of a sample, in the order in which they stand afterwards."""

    dims: Shape

    def move(
        self, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
    ) -> None:
        """Write (N, *sizes in that order)."""
        out[...] = inputs[0].transpose(0, *[axis + 1 for axis in self.dims])

    def element(self, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape) -> Element:
        """out[n, p] = x[n, q], where q has at `dims[i]` what p has at i."""
        item, *place = index
        source = [0] * len(place)
        for axis, one in zip(self.dims, place, strict=True):
            source[axis] = one
        return total([inputs[0].item(item, *source)])


def take(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Every step-th element from a start, along channels and each axis; negative steps go back.

    Shapes: any to as many along each axis as are taken.

    >>> take({"starts": (0, 1), "steps": (1, 2)}, [(3, 8)]).output
    (3, 4)
    >>> take({"starts": 6, "steps": -3, "counts": 2}, [(7,)]).output
    (2,)
    """
    rank = len(shapes[0])
    starts, steps = per_axis(arguments, "starts", rank, 0), per_axis(arguments, "steps", rank, 1)
    runs = [
        range(size)[start::step] for size, start, step in zip(shapes[0], starts, steps, strict=True)
    ]
    if arguments.get("counts") is not None:
        counts = per_axis(arguments, "counts", rank)
        runs = [run[:count] for run, count in zip(runs, counts, strict=True)]
    taken = Runs(tuple(runs))
    return Layout(output=tuple(map(len, runs)), compute=taken.copy, plain=taken.element)


class Runs(NamedTuple):
    """Which elements along each axis of a sample."""

    runs: tuple[range, ...]

    def copy(
        self, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, _meter: Meter
    ) -> None:
        """Write (N, *counts)."""
        out[...] = at(inputs[0], slice(None), *map(_slice, self.runs))

    def element(self, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape) -> Element:
        """out[n, p] = x[n, q], where q is start + step · p along each axis."""
        item, *place = index
        source = [run.start + run.step * one for run, one in zip(self.runs, place, strict=True)]
        return total([inputs[0].item(item, *source)])


def _slice(run: range) -> slice:
    """The same elements; before the first one ends what goes back to it."""
    return slice(run.start, run.stop if run.stop >= 0 else None, run.step)
