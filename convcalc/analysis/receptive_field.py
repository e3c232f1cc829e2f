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
    fields: list[Field] = []
    for axis in range(len(graph.shape(graph.outputs[0])) - 1):
        # Most layers are square: what holds along one axis holds along the next.
        again = axis and all(node.op.alike(axis - 1, axis) for node in graph.nodes)
        fields.append(fields[-1] if again else _field(graph, axis))
    return tuple(fields)


def _field(graph: Graph, axis: int) -> Field:
    upsampling = [node.op.fullest(axis) for node in graph.nodes]
    period = prod([factor for factor, _ in upsampling])
    asked = {*range(min(period, _PHASES)), *[position for _, position in upsampling]}
    spans = {position: _traced(graph, axis, position) for position in sorted(asked)}
    size = max([span.last - span.first + 1 for span in spans.values()])
    # An output between dilated kernel copies may see nothing: the first that sees is asked.
    begin = next((position for position, span in spans.items() if span.first <= span.last), 0)
    start = spans[begin].first
    step = _traced(graph, axis, begin + period).first - start
    return Field(size, Fraction(step, period) if period > 1 else Fraction(step), start)


def seen(graph: Graph, axis: int, position: int) -> Span:
    """The real inputs that the output at `position` sees; what lies in padding does not count.

    Every position is followed by itself: a span alone does not tell which element is the
    first that is real, if there are holes in it.

    >>> from convcalc.variants import Conv
    >>> seen(Conv(out_channels=8, kernel_size=3, padding=1).graph((8, 9, 9)), 0, 0)
    Span(first=0, last=1)
    """
    wanted: dict[int, set[int]] = {graph.outputs[0]: {position}}
    for number, node in reversed(list(enumerate(graph.nodes, start=len(graph.inputs)))):
        for tensor in node.inputs:
            found, size = wanted.setdefault(tensor, set()), graph.shape(tensor)[axis + 1]
            for at in wanted.get(number, ()):
                found.update(_real(node.op.reads(axis, at), size))
    found = wanted.get(0, set())
    return Span(min(found), max(found)) if found else _NOTHING


def _real(run: range, size: int) -> range:
    """Those of the positions that lie inside the tensor."""
    first = run.start + max(-(run.start // run.step), 0) * run.step
    return range(first, min(run.stop, size), run.step)


def _traced(graph: Graph, axis: int, position: int) -> Span:
    spans = {graph.outputs[0]: Span(position, position)}
    number = len(graph.inputs) + len(graph.nodes)
    for node in reversed(graph.nodes):
        number -= 1
        span = spans.get(number, _NOTHING)
        if span.first > span.last:
            continue
        seen = node.op.sees(axis, span, node.in_shapes)
        for tensor in node.inputs:
            spans[tensor] = _joined(spans[tensor], seen) if tensor in spans else seen
    return spans.get(0, _NOTHING)


def _joined(one: Span, other: Span) -> Span:
    if one.first > one.last:
        return other
    if other.first > other.last:
        return one
    return Span(min(one.first, other.first), max(one.last, other.last))
