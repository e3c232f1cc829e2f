"""The very inputs that one output sees, followed position by position."""

from __future__ import annotations

from collections.abc import Iterable

from convcalc.analysis.trail import NOTHING, Step, has_axis, size_along, trail
from convcalc.graph import Graph
from convcalc.ops.op import Span


def seen(graph: Graph, axis: int, position: int) -> Span:
    """The real inputs that the output at `position` sees; what lies in padding does not count.

    Every position is followed by itself: a span alone does not tell which element is the
    first that is real, if there are holes in it.

    >>> from convcalc.variants import Conv
    >>> seen(Conv(out_channels=8, kernel_size=3, padding=1).graph((8, 9, 9)), 0, 0)
    Span(first=0, last=1)
    """
    way = trail(graph)
    wanted = {way.target: {position}}
    for step in way.steps:
        positions = wanted.get(step.number)
        if not positions:
            continue
        for number, tensor in enumerate(step.inputs):
            found = wanted.setdefault(tensor, set())
            found.update(*_reads(step, axis, number, positions))
    reached = wanted.get(0)
    return Span(min(reached), max(reached)) if reached else NOTHING


def _reads(step: Step, axis: int, number: int, positions: set[int]) -> Iterable[Iterable[int]]:
    """The real elements of one of the inputs that are read for these outputs."""
    size = size_along(step.node.in_shapes[number], axis)
    if number in step.whole:
        return [range(size)]
    if step.passes or not has_axis(step.node, axis):
        return [positions]
    reads = step.node.op.reads
    return [_real(reads(axis, one), size) for one in positions]


def _real(run: range, size: int) -> range:
    """Those of the positions that lie inside the tensor."""
    first = run.start + max(-(run.start // run.step), 0) * run.step
    return range(first, min(run.stop, size), run.step)
