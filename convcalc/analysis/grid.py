"""How far apart the fields of neighbouring outputs are, and after how many they repeat."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from convcalc.analysis.trail import Step, Trail, has_axis
from convcalc.ops.op import Op, Shape, Span


class Grid(NamedTuple):
    """The positions of a tensor against those of the first input: `up` outputs are `down` inputs.

    Outputs see alike after `period` of them, which is what makes positions of an upsampled
    tensor differ.
    """

    down: int
    up: int
    period: int

    @property
    def jump(self) -> Fraction:
        """The input step between neighbouring outputs; 0 where all see the same. [element]"""
        return Fraction(self.down, self.up)


NOWHERE = Grid(0, 1, 1)  # what is read as a whole has no place
Pace = tuple[int, int]


def grid(trail: Trail, axis: int) -> Grid:
    """The grid of a trail's target."""
    return grids(trail, axis).get(trail.target, NOWHERE)


def grids(trail: Trail, axis: int) -> dict[int, Grid]:
    """The grid of each tensor on a trail that comes from the first input.

    Where branches differ in their jump, it is that of the first which has one.
    """
    known = {0: Grid(1, 1, 1)}
    paces: dict[tuple[int, tuple[Shape, ...]], Pace] = {}
    for step in reversed(trail.steps):
        found = _joined(step, known)
        if found is not None and not step.passes and has_axis(step.node, axis):
            key = id(step.node.op), step.node.in_shapes
            if key not in paces:
                paces[key] = _pace(step.node.op, axis, step.node.in_shapes)
            found = _paced(found, *paces[key])
        if found is not None:
            known[step.number] = found
    return known


def _joined(step: Step, known: dict[int, Grid]) -> Grid | None:
    """Of all inputs together; nothing where none of them comes from the first one."""
    read = enumerate(step.inputs)
    found = [NOWHERE if at in step.whole else known[one] for at, one in read if one in known]
    if not found:
        return None
    first = next((one for one in found if one.down), NOWHERE)
    return first._replace(period=lcm(*[one.period for one in found]))


def _pace(op: Op, axis: int, shapes: tuple[Shape, ...]) -> Pace:
    """So many outputs of an operator are so many of its inputs further."""
    factor, fullest = op.fullest(axis)
    ends = [op.sees(axis, Span(at, at), shapes).first for at in (fullest, fullest + factor)]
    return factor, ends[1] - ends[0]


def _paced(found: Grid, factor: int, step: int) -> Grid:
    """The grid of what is written for that of what is read."""
    down, up = found.down * step, found.up * factor
    shared = gcd(down, up)
    period = factor * (found.period // gcd(found.period, step))
    return Grid(down // shared, up // shared, period)
