"""What one output sees of the first input, traced backwards through the graph.

Positions are integers, so upsampling needs no approximation: outputs repeat their
pattern after as many positions as the upsampling factors multiply to, and all of one
period are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from convcalc.graph import Graph
from convcalc.ops.op import Span

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
    spans = [_traced(graph, axis, position) for position in asked]
    size = max(span.last - span.first + 1 for span in spans)
    start, after = _traced(graph, axis, 0), _traced(graph, axis, period)
    return Field(size, Fraction(after.first - start.first, period), start.first)


def seen(graph: Graph, axis: int, position: int) -> Span:
    """The real inputs that the output at `position` sees; what lies in padding does not count.

    >>> from convcalc.variants import Conv
    >>> seen(Conv(out_channels=8, kernel_size=3, padding=1).graph((8, 9, 9)), 0, 0)
    Span(first=0, last=1)
    """
    return _traced(graph, axis, position, clip=True)


def _traced(graph: Graph, axis: int, position: int, *, clip: bool = False) -> Span:
    spans = {graph.outputs[0]: Span(position, position)}
    for tensor, span in _backwards(graph, axis, spans):
        size = graph.shape(tensor)[axis + 1]
        real = Span(max(span.first, 0), min(span.last, size - 1)) if clip else span
        spans[tensor] = _joined(spans.get(tensor), real)
    return spans.get(0, Span(0, -1))


def _backwards(graph: Graph, axis: int, spans: dict[int, Span]) -> Iterator[tuple[int, Span]]:
    """Each tensor that is read, with the span that its reader sees; last readers first."""
    for number, node in reversed(list(enumerate(graph.nodes, start=len(graph.inputs)))):
        span = spans.get(number)
        if span is None or span.first > span.last:
            continue
        for tensor in node.inputs:
            yield tensor, node.op.sees(axis, span, node.in_shapes)


def _joined(one: Span | None, other: Span) -> Span:
    if one is None or one.first > one.last:
        return other
    if other.first > other.last:
        return one
    return Span(min(one.first, other.first), max(one.last, other.last))
