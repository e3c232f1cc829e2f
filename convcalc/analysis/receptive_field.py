"""What one output sees of the first input, traced backwards through the graph.

Positions are integers, so upsampling needs no approximation: outputs repeat their pattern
after a period, and all of one period are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from convcalc.analysis.field_end import with_field
from convcalc.analysis.grid import grid
from convcalc.analysis.trail import Trail, empty, has_axis, length, size_along, spans, trail
from convcalc.graph import Graph
from convcalc.ops.op import Shape, Span

_PLAIN = (1, 0)  # what `fullest` says of an operator that does not upsample
_FIRST, _SECOND = Span(0, 0), Span(1, 1)
_PHASES = 1024  # beyond this only the fullest outputs of each operator are asked


class Field(NamedTuple):
    """Along one axis, holes and padding included."""

    size: int  # the span of the largest field, all branches together [element]
    jump: Fraction  # the input step between neighbouring outputs [element]
    offset: int  # where the first output's field starts [element]
    smallest: int  # the span on the path that sees least [element]


def receptive_field(graph: Graph) -> tuple[Field, ...]:
    """What one output sees of the first input, along each axis.

    It is asked at the last tensor before the first global pool, flatten or linear that lies
    on every path from the first input to the first output, else at the first output.

    Where branches meet, `size` is the span of their union. `smallest` follows one path only,
    back from the output: of what the readers of a tensor ask of it, the shortest run. So it
    is the least over all paths from the input, each by itself; where upsampling makes outputs
    differ, that of the output for which it is largest. What is read as a whole, as by a
    global pool, is seen from the first element to the last. Channels are not told apart: a
    slice of a concat is taken to have seen all of it.

    There is none, an empty tuple, where that tensor has other axes than the input.

    Source: Araujo, Norris & Sim, distill.pub/2019/computing-receptive-fields.

    >>> from convcalc.variants import Conv
    >>> receptive_field(Conv(out_channels=8, kernel_size=3, dilation=3).graph((8, 9, 9)))[0]
    Field(size=7, jump=Fraction(1, 1), offset=0, smallest=7)
    """
    return _of_one(graph) or _of_many(graph)


def _of_one(graph: Graph) -> tuple[Field, ...]:
    """The fields of an operator that stands alone, of which two outputs tell all; else none."""
    if len(graph.nodes) != 1 or len(graph.inputs) != 1:
        return ()
    node, fields = graph.nodes[0], list[Field]()
    op, shapes = node.op, node.in_shapes
    if node.inputs != (0,) or graph.outputs != (1,) or op.ends_field or op.whole(shapes):
        return ()
    for axis in range(len(node.output) - 1):
        if axis and op.alike(axis - 1, axis):
            fields.append(fields[-1])
            continue
        if op.fullest(axis) != _PLAIN:
            return ()
        start, last = op.sees(axis, _FIRST, shapes)
        step = op.sees(axis, _SECOND, shapes).first - start
        size = last - start + 1
        fields.append(Field(size, Fraction(step), start, size))
    return tuple(fields)


def _of_many(graph: Graph) -> tuple[Field, ...]:
    asked = with_field(graph)
    shape = asked.shape(asked.outputs[0])
    if len(shape) != len(graph.inputs[0]):
        return ()
    way, fields = trail(asked), list[Field]()
    for axis in range(len(shape) - 1):
        # Most networks are square: what holds along one axis holds along the next.
        again = axis and _alike(way, shape, axis - 1, axis)
        fields.append(fields[-1] if again else _field(way, axis, shape[axis + 1]))
    return tuple(fields)


def _alike(way: Trail, target: Shape, one: int, other: int) -> bool:
    """Whether two axes are read in the same way; all of an axis is as long as the axis."""
    wholes = way.wholes
    sizes = chain(wholes, [target] if wholes else ())
    if not all(has_axis(step.node, other) for step in way.steps):
        return False
    ops = {id(step.node.op): step.node.op for step in way.steps}
    return all(size_along(shape, one) == size_along(shape, other) for shape in sizes) and all(
        op.alike(one, other) for op in ops.values()
    )


def _field(way: Trail, axis: int, size: int) -> Field:
    found = grid(way, axis)
    asked = sorted({*_asked(way, axis, found.period, size)})
    seen = [spans(way, axis, position) for position in asked]
    # An output between dilated kernel copies may see nothing: the first that sees is asked.
    first = next((one.union.first for one in seen if not empty(one.union)), 0)
    return Field(
        size=max([length(one.union) for one in seen]),
        jump=found.jump,
        offset=first,
        smallest=max([length(one.least) for one in seen]),
    )


def _asked(way: Trail, axis: int, period: int, size: int) -> Iterator[int]:
    """Outputs among which is the one that sees most."""
    yield from range(min(period, _PHASES))
    if period > _PHASES:
        yield from [step.node.op.fullest(axis)[1] for step in way.steps]
    if way.wholes:
        # What is seen as a whole and a window make the longest union at one of the ends.
        yield from range(max(size - min(period, _PHASES), 0), size)
