"""Views that nobody reads: what was looked at another way first, and then was not needed so."""

from __future__ import annotations

from convcalc.graph import Graph
from convcalc.ops import Flatten, Reshape
from convcalc.ops.places import Permute

VIEWS = (Reshape, Flatten, Permute)


def without_idle(graph: Graph) -> Graph:
    """The graph without them, its tensors numbered anew."""
    first, read = len(graph.inputs), set(graph.outputs)
    kept = []
    for number in range(first + len(graph.nodes) - 1, first - 1, -1):
        node = graph.nodes[number - first]
        if number in read or not isinstance(node.op, VIEWS):
            kept.append(number)
            read.update(node.inputs)
    kept.reverse()
    new = {old: at for at, old in enumerate([*range(first), *kept])}
    nodes = [graph.nodes[number - first] for number in kept]
    renumbered = [one._replace(inputs=tuple([new[at] for at in one.inputs])) for one in nodes]
    return Graph(graph.inputs, tuple(renumbered), tuple([new[at] for at in graph.outputs]))
