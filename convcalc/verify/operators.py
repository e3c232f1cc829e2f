"""Each operator's predictions, held against what it did in a run of the whole graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod

from convcalc.analysis.cost import OpCost, graph_cost
from convcalc.executor import Measurement, measure
from convcalc.graph import Graph
from convcalc.verify.check import Check
from convcalc.verify.model import PLAIN, Model
from convcalc.verify.plan import plan_of, training_plan_of

FLOAT32 = 4  # bytes
_COUNTED = ("params", "macs", "effective_macs", "activations")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of a graph showed."""

    checks: tuple[Check, ...]
    peak_activation_bytes: int


def run_operators(
    graph: Graph,
    *,
    batch: int,
    memory: int,
    progress: Callable[[str], None] | None,
    model: Model = PLAIN,
) -> Ran:
    """Run all operators; those of training only in a run of their own, after the others."""
    plans = plan_of(graph, batch, model.calls), training_plan_of(graph, batch)
    main, training = [
        measure(plan, memory=memory, weights=model.weights, progress=progress) for plan in plans
    ]
    found = {False: iter(main), True: iter(training)}
    costs = graph_cost(graph, batch=batch, dtype="fp32").ops
    checks = [check for cost in costs for check in _checks(cost, next(found[cost.node.train_only]))]
    given = FLOAT32 * batch * sum(map(prod, graph.inputs))  # lives where nothing runs
    return Ran(tuple(checks), max([one.living_bytes for one in main], default=given))


def _checks(cost: OpCost, found: Measurement) -> Iterator[Check]:
    node = cost.node
    yield Check(node.path, "output", node.output, found.output)
    if found.padding is not None:
        yield Check(node.path, "padding", getattr(node.op, "padding", None), found.padding)
    # What is shared is held by another node, and a run of this one has it nevertheless.
    quantities = _COUNTED[1:] if node.shared else _COUNTED
    for quantity in _COUNTED[:1] if node.train_only else quantities:
        counts = getattr(cost, quantity), getattr(found, quantity)
        if node.op.weighs or any(counts):
            yield Check(node.path, quantity, *counts)
    agreeing = found.checked if found.agrees else 0
    yield Check(node.path, "values", found.checked, agreeing)
