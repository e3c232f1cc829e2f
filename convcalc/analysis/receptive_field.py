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

from convcalc.graph import Graph, Node
from convcalc.ops.op import Shape, Span

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
        again = axis and all(_alike(node, axis - 1, axis) for node in graph.nodes)
        fields.append(fields[-1] if again else _field(graph, axis))
    return tuple(fields)


def _alike(node: Node, one: int, other: int) -> bool:
    """Whether the node reads two axes in the same way; all of an axis is as long as the axis."""
    whole = [node.in_shapes[number] for number in node.op.whole(node.in_shapes)]
    sizes = [shape[one + 1 : one + 2] == shape[other + 1 : other + 2] for shape in whole]
    return all(sizes) and node.op.alike(one, other)


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
        read = _each_reads(node, axis, wanted.get(number, set()))
        for tensor, found in zip(node.inputs, read, strict=True):
            wanted.setdefault(tensor, set()).update(found)
    found = wanted.get(0, set())
    return Span(min(found), max(found)) if found else _NOTHING


def _each_reads(node: Node, axis: int, positions: set[int]) -> Iterator[set[int]]:
    """The real elements of each input that are read for these outputs."""
    whole = node.op.whole(node.in_shapes)
    for number, shape in enumerate(node.in_shapes):
        size = (*shape, 0, 0, 0)[axis + 1]  # nothing of an axis that a tensor does not have
        if number in whole:
            yield set(range(size)) if positions else set()
        else:
            yield {at for one in positions for at in _real(node.op.reads(axis, one), size)}


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
        each = _each_sees(node, axis, span)
        for tensor, seen in zip(node.inputs, each, strict=True):
            spans[tensor] = _joined(spans[tensor], seen) if tensor in spans else seen
    return spans.get(0, _NOTHING)


def _each_sees(node: Node, axis: int, span: Span) -> list[Span]:
    """What of each input is read for a run of outputs."""
    whole = node.op.whole(node.in_shapes)
    if len(whole) == len(node.inputs):
        return [_all(shape, axis) for shape in node.in_shapes]
    seen = node.op.sees(axis, span, node.in_shapes)
    return [
        _all(shape, axis) if number in whole else seen
        for number, shape in enumerate(node.in_shapes)
    ]


def _all(shape: Shape, axis: int) -> Span:
    """Every position along an axis; none where a tensor does not have it."""
    return Span(0, shape[axis + 1] - 1) if len(shape) > axis + 1 else _NOTHING


def _joined(one: Span, other: Span) -> Span:
    if one.first > one.last:
        return other
    if other.first > other.last:
        return one
    return Span(min(one.first, other.first), max(one.last, other.last))
