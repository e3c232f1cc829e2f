"""A graph as the executor takes it: specs as they were written, nothing worked out."""

from __future__ import annotations

from collections.abc import Mapping

from convcalc.executor import FUNCTION, Call, Plan, Step
from convcalc.graph import Graph, Node


def plan_of(graph: Graph, batch: int, calls: Mapping[str, Call] | None = None) -> Plan:
    """What runs when the graph answers; nodes of training only are left out.

    `calls` are the functions of a model that stand for operators, by their paths.
    """
    return _plan(graph, batch, calls or {}, train_only=False)


def training_plan_of(graph: Graph, batch: int) -> Plan:
    """What only training runs, on inputs of the shapes that it reads of the rest."""
    return _plan(graph, batch, {}, train_only=True)


def _plan(graph: Graph, batch: int, calls: Mapping[str, Call], *, train_only: bool) -> Plan:
    first = len(graph.inputs)
    numbered = enumerate(graph.nodes, start=first)
    nodes = {number: node for number, node in numbered if node.train_only is train_only}
    given = set() if train_only else set(range(first))
    given.update(tensor for node in nodes.values() for tensor in node.inputs)
    outside = sorted(given - nodes.keys())
    new = {tensor: number for number, tensor in enumerate([*outside, *nodes])}
    steps = [
        _step(node, calls.get(node.path), tuple([new[tensor] for tensor in node.inputs]))
        for node in nodes.values()
    ]
    outputs = tuple([new[tensor] for tensor in graph.outputs if tensor in new])
    return Plan(tuple(map(graph.shape, outside)), tuple(steps), outputs, batch)


def _step(node: Node, call: Call | None, inputs: tuple[int, ...]) -> Step:
    if call is not None:
        return Step(node.path, FUNCTION, {"call": call}, inputs)
    return Step(node.path, node.op.name, node.spec.model_dump(), inputs)
