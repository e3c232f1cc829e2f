"""The predicted receptive field, held against outputs that change with poisoned inputs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from operator import attrgetter
from typing import NamedTuple

from convcalc.analysis.longer import Longer, longer
from convcalc.analysis.receptive_field import Field, receptive_field
from convcalc.analysis.seen import seen
from convcalc.analysis.trail import spans, trail
from convcalc.executor import reached
from convcalc.graph import Graph
from convcalc.ops.op import Span
from convcalc.verify.check import Check
from convcalc.verify.plan import plan_of

_PROBES = 8  # neighbouring outputs whose fields are measured
_PERIOD = 32  # the longest of which all outputs are measured

_FIELD = {"receptive_field": "size", "jump": "jump", "offset": "offset"}

Spans = tuple[Span, ...] | None


def whole_field(graph: Graph, name: str, *, memory: int) -> Iterator[Check]:
    """The field of a graph's first output: all of it, and what lies in the input.

    Where it is larger than the input, it is measured on one that is longer along the axis.
    Where that cannot be, as when something reads a whole axis, only what lies in the input
    is compared.
    """
    fields = receptive_field(graph)
    found = [_measured(graph, axis, fields, memory) for axis in range(len(fields))]
    measured = [one for one in found if one is not None]
    if not fields or len(measured) < len(found):
        yield from clipped_field(graph, name, memory=memory)
        return
    for quantity in ("receptive_field", "jump", "offset"):
        value = attrgetter(_FIELD[quantity])
        yield Check(name, quantity, tuple(map(value, fields)), tuple(map(value, measured)))
    position = tuple(size // 2 for size in graph.shape(graph.outputs[0])[1:])
    predicted = _predicted(graph, position)
    (real,) = reached(plan_of(graph, 1), [position], guesses=[predicted], memory=memory)
    yield Check(name, "seen", predicted, _spans(real))


class _Shown(NamedTuple):
    """A field along one axis, as a run showed it."""

    size: int
    jump: Fraction
    offset: int


def _measured(graph: Graph, axis: int, fields: tuple[Field, ...], memory: int) -> _Shown | None:
    """The field along an axis by runs in which it is not cut off.

    What is seen in a narrow input is seen in a wide one too: only where it is less than was
    predicted a wider one is asked.
    """
    shown, field = None, fields[axis]
    for run in longer(graph, axis, fields):
        shown = _shown(run, axis, memory) if run.period <= _PERIOD else None
        if shown == (field.size, field.jump, field.offset):
            break
    return shown


def _shown(run: Longer, axis: int, memory: int) -> _Shown | None:
    sizes = run.graph.shape(run.graph.outputs[0])[1:]
    middle = tuple(size // 2 for size in sizes)
    positions = [(*middle[:axis], at, *middle[axis + 1 :]) for at in run.outputs]
    way = trail(run.graph)
    found = reached(
        plan_of(run.graph, 1),
        positions,
        axes=[axis],
        guesses=[[spans(way, axis, at).union] for at in run.outputs],
        memory=memory,
    )
    seen_spans = [Span(*ends[0]) if ends else None for ends in found]
    first, after = seen_spans[0], seen_spans[-1]
    if first is None or after is None:
        return None
    size = max(span.last - span.first + 1 for span in seen_spans if span)
    step = after.first - first.first  # of one period
    offset = first.first - run.outputs[0] // run.period * step
    return _Shown(size, Fraction(step, run.period), offset)


def clipped_field(graph: Graph, name: str, *, memory: int) -> Iterator[Check]:
    """What some outputs around the middle see of the input, and the step between them."""
    rank, out_rank = len(graph.inputs[0]), len(graph.shape(graph.outputs[0]))
    kept = all(node.op.keeps_positions for node in graph.nodes)
    if rank != out_rank or rank == 1 or not kept:
        return  # no position of the output belongs to one of the input
    period = _period(graph)
    positions = _probed(graph.shape(graph.outputs[0])[1:], period)
    predicted = [_predicted(graph, position) for position in positions]
    found = reached(plan_of(graph, 1), positions, guesses=predicted, memory=memory)
    measured = [_spans(span) for span in found]
    yield Check(name, "receptive_field", _largest(predicted), _largest(measured))
    yield Check(name, "seen", predicted[0], measured[0])
    if len(positions) > period and _inside(predicted):
        steps = [_jump(spans, period) for spans in (predicted, measured)]
        yield Check(name, "jump", *steps)


def _period(graph: Graph) -> int:
    """After how many outputs their fields repeat, on the axis where it takes longest."""
    axes = range(len(graph.shape(graph.outputs[0])) - 1)
    return max(prod(node.op.fullest(axis)[0] for node in graph.nodes) for axis in axes)


def _probed(sizes: tuple[int, ...], period: int) -> list[tuple[int, ...]]:
    """Neighbouring output positions around the middle."""
    count = min(period + 1, _PROBES, *sizes)
    return [tuple((size - count) // 2 + step for size in sizes) for step in range(count)]


def _predicted(graph: Graph, position: tuple[int, ...]) -> Spans:
    return _spans(tuple(seen(graph, axis, where) for axis, where in enumerate(position)))


def _spans(ends: tuple[tuple[int, int], ...] | None) -> Spans:
    """The spans along each axis, or nothing where any of them is empty."""
    if ends is None or any(first > last for first, last in ends):
        return None
    return tuple(Span(first, last) for first, last in ends)


def _largest(fields: list[Spans]) -> tuple[int, ...]:
    sizes = [tuple(span.last - span.first + 1 for span in spans) for spans in fields if spans]
    return tuple(map(max, zip(*sizes, strict=True)))


def _inside(fields: list[Spans]) -> bool:
    """Whether no field is cut by the edge of the input, which would hide the step."""
    return all(spans and all(span.first > 0 for span in spans) for spans in fields)


def _jump(fields: list[Spans], period: int) -> tuple[Fraction, ...]:
    first, after = fields[0], fields[period]
    pairs = zip(first or (), after or (), strict=True)
    return tuple(Fraction(b.first - a.first, period) for a, b in pairs)
