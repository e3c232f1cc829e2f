"""The predicted overlap of kernel copies, held against copies that were really laid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from convcalc.analysis.overlap import AxisOverlap, overlap_axes
from convcalc.executor.copies import laid_copies
from convcalc.graph import Node
from convcalc.verify.check import Check
from convcalc.verify.run import MEMORY

Rows = Sequence[Sequence[float]]


def verify_overlap(node: Node, *, memory: int = MEMORY) -> tuple[Check, ...]:
    """Lay copies of ones, and hold the map and its fewest and most copies against what lies there.

    Of the map it is counted how many outputs agree. The fewest and the most are looked for
    along each axis by itself, far from the ends of an input that is as long as it takes.

    Raises InputError when the run does not fit into `memory`. [B]

    >>> from convcalc.variants import ConvTranspose
    >>> layer = ConvTranspose(out_channels=8, kernel_size=3, stride=2, padding=1)
    >>> for check in verify_overlap(layer.graph((8, 4, 4)).nodes[0]):
    ...     print(check.quantity, check.predicted, check.measured)
    overlap 49 49
    overlap_inside ((1, 2), (1, 2)) ((1, 2), (1, 2))
    """
    axes = overlap_axes(node)
    space, size = node.in_shapes[0][1:], node.output[1:]
    laid = laid_copies(node.spec.model_dump(), space, memory=memory, path=node.path)
    agreeing = _agreeing(axes, laid.reshape(-1, size[-1]).tolist()) if laid.shape == size else 0
    predicted = tuple((axis.fewest, axis.most) for axis in axes)
    measured = tuple(_inside(axis, memory) for axis in axes)
    return (
        Check(node.path, "overlap", prod(size), agreeing),
        Check(node.path, "overlap_inside", predicted, measured),
    )


def _agreeing(axes: Sequence[AxisOverlap], laid: Rows) -> int:
    return sum(
        len(row) if row == expected else sum(a == b for a, b in zip(row, expected, strict=True))
        for row, expected in zip(laid, _rows(axes), strict=True)
    )


def _rows(axes: Sequence[AxisOverlap]) -> Iterator[list[int]]:
    """The rows of the predicted map; most are alike."""
    *outer, last = [[axis.copies(output) for output in range(axis.out_size)] for axis in axes]
    row = {factor: [factor * copies for copies in last] for factor in map(prod, product(*outer))}
    yield from (row[factor] for factor in map(prod, product(*outer)))


def _inside(axis: AxisOverlap, memory: int) -> tuple[int, int]:
    """The fewest and the most copies over a period that all its copies reach."""
    one = axis.window
    reach = one.dilation * (one.kernel_size - 1)
    long_enough = reach // one.stride + 2
    arguments = {**one.taps, "stride": one.stride}
    period = laid_copies(arguments, (long_enough,), memory=memory)[reach : reach + one.stride]
    return int(period.min()), int(period.max())
