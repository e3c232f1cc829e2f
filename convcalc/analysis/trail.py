"""The way back from a tensor to the first input: what each operator reads for a run of outputs.

Of a network most operators pass positions on as they are: these are left out once, so that
what remains can be followed for many positions.
"""

from __future__ import annotations

from typing import NamedTuple

from convcalc.graph import Graph, Node
from convcalc.ops.op import Op, Shape, Span

NOTHING = Span(0, -1)


class Step(NamedTuple):
    """An operator that changes or joins positions, and where what it reads comes from."""

    number: int  # the tensor that it writes
    inputs: tuple[int, ...]  # past all that passes positions on
    node: Node
    whole: tuple[int, ...]  # inputs of which everything is read
    passes: bool  # whether each position is made of the same one of every input


class Trail(NamedTuple):
    """From a tensor back to the first input; each step before all whose tensors it reads."""

    target: int
    steps: tuple[Step, ...]

    @property
    def wholes(self) -> tuple[Shape, ...]:
        """The shapes of all that is read as a whole."""
        return tuple([step.node.in_shapes[which] for step in self.steps for which in step.whole])


def trail(graph: Graph) -> Trail:
    """The way back from the first output of a graph."""
    stands = list(range(len(graph.inputs)))  # for each tensor, the one with the same positions
    steps: dict[int, Step] = {}
    for number, node in enumerate(graph.nodes, start=len(stands)):
        inputs = tuple([stands[tensor] for tensor in node.inputs])
        whole = node.op.whole(node.in_shapes)
        passes = not whole and type(node.op).sees is Op.sees
        if passes and len(inputs) == 1:
            stands.append(inputs[0])
        else:
            stands.append(number)
            steps[number] = Step(number, inputs, node, whole, passes)
    target = stands[graph.outputs[0]]
    return Trail(target, _leading_to(target, steps))


def _leading_to(target: int, steps: dict[int, Step]) -> tuple[Step, ...]:
    """The steps that the target comes from, the last one first."""
    needed = {target}
    found: list[Step] = []
    for number in reversed(steps):
        if number in needed:
            needed.update(steps[number].inputs)
            found.append(steps[number])
    return tuple(found)


class Seen(NamedTuple):
    """What of the first input one output sees, holes and padding included."""

    union: Span  # over all paths
    least: Span  # on the path that sees least


def spans(trail: Trail, axis: int, position: int) -> Seen:
    """What the target sees at a position.

    Of the runs that its readers ask of a tensor, `least` follows the shortest, of equals the
    one that is met first.
    """
    start = Span(position, position)
    runs = {trail.target: Seen(start, start)}
    for step in trail.steps:
        run = runs.get(step.number)
        if run is None or empty(run.union):
            continue
        for tensor, seen in _asked(step, axis, run):
            known = runs.get(tensor)
            runs[tensor] = seen if known is None else _joined(known, seen)
    return runs.get(0, Seen(NOTHING, NOTHING))


def _asked(step: Step, axis: int, run: Seen) -> list[tuple[int, Seen]]:
    """What is read of each input for a run of outputs."""
    if step.passes:
        return [(tensor, run) for tensor in step.inputs]
    seen = _sees(step.node, axis, run)
    shapes = enumerate(step.node.in_shapes)
    each = [_all(shape, axis) if number in step.whole else seen for number, shape in shapes]
    return list(zip(step.inputs, each, strict=True))


def _sees(node: Node, axis: int, run: Seen) -> Seen:
    union = sees(node, axis, run.union)
    if run.least == run.union:
        return Seen(union, union)
    return Seen(union, NOTHING if empty(run.least) else sees(node, axis, run.least))


def sees(node: Node, axis: int, span: Span) -> Span:
    """What an operator reads for a run of its outputs; along an axis that it lacks, the same."""
    return node.op.sees(axis, span, node.in_shapes) if has_axis(node, axis) else span


def has_axis(node: Node, axis: int) -> bool:
    """Whether an operator works along an axis: tokens between images have one of their own."""
    return len(node.output) > axis + 1


def _all(shape: Shape, axis: int) -> Seen:
    """Every position along an axis."""
    whole = Span(0, size_along(shape, axis) - 1)
    return Seen(whole, whole)


def size_along(shape: Shape, axis: int) -> int:
    """The size of a tensor along an axis; one without it, such as a flat one, has one position."""
    return shape[axis + 1] if len(shape) > axis + 1 else 1


def _joined(one: Seen, other: Seen) -> Seen:
    return Seen(_union(one.union, other.union), _shorter(one.least, other.least))


def _union(one: Span, other: Span) -> Span:
    if empty(one) or empty(other):
        return other if empty(one) else one
    return Span(min(one.first, other.first), max(one.last, other.last))


def _shorter(one: Span, other: Span) -> Span:
    if empty(one) or empty(other):
        return other if empty(one) else one
    return min(one, other, key=length)


def length(span: Span) -> int:
    """How many positions a span holds."""
    return span.last - span.first + 1


def empty(span: Span) -> bool:
    """Whether it holds none."""
    return span.first > span.last
