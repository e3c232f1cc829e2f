"""A graph handed to the executor as it was written, and what the run is held against."""

from convcalc.analysis.cost import graph_cost
from convcalc.executor import Plan, Step, measure


def plan(graph, *, batch=1):
    """The same operators; the executor reads their arguments itself."""
    steps = tuple(
        Step(node.path, node.op.name, node.spec.model_dump(), node.inputs) for node in graph.nodes
    )
    return Plan(graph.inputs, steps, graph.outputs, batch)


def predicted(graph, *, batch=1):
    """By formula, for each operator."""
    cost = graph_cost(graph, batch=batch, dtype="fp32")
    return [
        (one.node.path, one.node.output, one.params, one.macs, one.effective_macs, one.activations)
        for one in cost.ops
    ]


def measured(graph, *, batch=1):
    """By running it, for each operator. Every run also agrees with the plain definition."""
    runs = measure(plan(graph, batch=batch))
    assert all(one.agrees for one in runs)
    return [
        (one.path, one.output, one.params, one.macs, one.effective_macs, one.activations)
        for one in runs
    ]
