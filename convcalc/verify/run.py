"""A graph's predictions, each held against what the executor did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import prod

from convcalc.analysis.cost import OpCost, graph_cost
from convcalc.analysis.seen import seen
from convcalc.executor import Measurement, Plan, Step, measure, reached
from convcalc.graph import Graph
from convcalc.ops.op import Span
from convcalc.verify.check import Check

MEMORY = 512 * 2**20  # bytes
_PROBES = 8  # neighbouring outputs whose fields are measured
_COUNTED = ("params", "macs", "effective_macs", "activations")

Spans = tuple[Span, ...] | None


def verify(
    graph: Graph,
    *,
    name: str,
    batch: int = 1,
    memory: int = MEMORY,
    progress: Callable[[str], None] | None = None,
) -> tuple[Check, ...]:
    """Run a graph in NumPy, and hold each prediction against what the run did.

    The receptive field is that of the whole graph, under `name`.

    Raises InputError when the run does not fit into `memory`. [B]

    >>> from convcalc.variants import Conv
    >>> checks = verify(Conv(out_channels=4, kernel_size=3).graph((3, 7, 5)), name="conv")
    >>> [(check.quantity, check.measured) for check in checks if not check.ok]
    []
    """
    plan = plan_of(graph, batch)
    measured = measure(plan, memory=memory, progress=progress)
    costs = graph_cost(graph, batch=batch, dtype="fp32").ops
    checks = [
        check
        for cost, found in zip(costs, measured, strict=True)
        for check in _op_checks(cost, found)
    ]
    return (*checks, *_field_checks(graph, plan, name, memory))


def plan_of(graph: Graph, batch: int) -> Plan:
    """The graph as the executor takes it: specs as they were written, nothing worked out."""
    steps = tuple(
        Step(node.path, node.op.name, node.spec.model_dump(), node.inputs) for node in graph.nodes
    )
    return Plan(graph.inputs, steps, graph.outputs, batch)


def _op_checks(cost: OpCost, found: Measurement) -> Iterator[Check]:
    node = cost.node
    yield Check(node.path, "output", node.output, found.output)
    if found.padding is not None:
        yield Check(node.path, "padding", getattr(node.op, "padding", None), found.padding)
    for quantity in _COUNTED:
        counts = getattr(cost, quantity), getattr(found, quantity)
        if node.op.weighs or any(counts):
            yield Check(node.path, quantity, *counts)
    agreeing = found.checked if found.agrees else 0
    yield Check(node.path, "values", found.checked, agreeing)


def _field_checks(graph: Graph, plan: Plan, name: str, memory: int) -> Iterator[Check]:
    rank, out_rank = len(graph.inputs[0]), len(graph.shape(graph.outputs[0]))
    if rank != out_rank or rank == 1:
        return  # no position of the output belongs to one of the input
    period = _period(graph)
    positions = _probed(graph.shape(graph.outputs[0])[1:], period)
    predicted = [_predicted(graph, position) for position in positions]
    measured = [_spans(span) for span in reached(plan, positions, memory=memory)]
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
