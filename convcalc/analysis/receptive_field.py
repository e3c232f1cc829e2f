"""What one output sees of the first input, traced backwards through the graph.

Positions are integers, so upsampling needs no approximation: outputs repeat their
pattern after as many positions as the upsampling factors multiply to, and all of one
period are asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod

from convcalc.graph import Graph
from convcalc.ops.op import Span

_NOTHING = Span(0, -1)
_PHASES = 1024  # beyond this only the fullest outputs of each operator are asked


@dataclass(frozen=True, slots=True)
class Field:
    """Along one axis, holes and padding included."""

    size: int  # the span of the largest field [element]
    jump: Fraction  # the input step between neighbouring outputs [element]
    offset: int  # where the first output's field starts [element]


def receptive_field(graph: Graph) -> tuple[Field, ...]:
    """The field of the graph's first output, along each axis.

    >>> from convcalc.variants import Conv
    >>> receptive_field(Conv(out_channels=8, kernel_size=3, dilation=3).graph((8, 9, 9)))[0]
    Field(size=7, jump=Fraction(1, 1), offset=0)
    """
    axes = len(graph.shape(graph.outputs[0])) - 1
    return tuple(_field(graph, axis) for axis in range(axes))


def _field(graph: Graph, axis: int) -> Field:
    upsampling = [node.op.fullest(axis) for node in graph.nodes]
    period = prod(factor for factor, _ in upsampling)
    asked = {*range(min(period, _PHASES)), *(position for _, position in upsampling)}
    spans = {position: _traced(graph, axis, position) for position in (*asked, period)}
    size = max(spans[position].last - spans[position].first + 1 for position in asked)
    start, after = spans[0].first, spans[period].first
    return Field(size, Fraction(after - start, period), start)


def seen(graph: Graph, axis: int, position: int) -> Span:
    """The real inputs that the output at `position` sees; what lies in padding does not count.

    >>> from convcalc.variants import Conv
    >>> seen(Conv(out_channels=8, kernel_size=3, padding=1).graph((8, 9, 9)), 0, 0)
    Span(first=0, last=1)
    """
    return _traced(graph, axis, position, clip=True)


def _traced(graph: Graph, axis: int, position: int, *, clip: bool = False) -> Span:
    spans = {graph.outputs[0]: Span(position, position)}
    number = len(graph.inputs) + len(graph.nodes)
    for node in reversed(graph.nodes):
        number -= 1
        span = spans.get(number, _NOTHING)
        if span.first > span.last:
            continue
        seen = node.op.sees(axis, span, node.in_shapes)
        for tensor in node.inputs:
            real = _real(seen, graph.shape(tensor)[axis + 1]) if clip else seen
            spans[tensor] = _joined(spans.get(tensor, _NOTHING), real)
    return spans.get(0, _NOTHING)


def _real(span: Span, size: int) -> Span:
    """What of a span lies inside the tensor."""
    return Span(max(span.first, 0), min(span.last, size - 1))


def _joined(one: Span, other: Span) -> Span:
    if one.first > one.last:
        return other
    if other.first > other.last:
        return one
    return Span(min(one.first, other.first), max(one.last, other.last))
