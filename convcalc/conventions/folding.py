"""Batch norms that an exporter folds into the convolution before them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from convcalc.graph import Graph


class Folding(NamedTuple):
    """The places of convolutions that take a norm, and of the norms that vanish in them."""

    takers: frozenset[int] = frozenset()
    folded: frozenset[int] = frozenset()

    def of(self, position: int) -> tuple[bool, bool]:
        """Whether the operator there takes a norm, and whether it is one that is folded."""
        return position in self.takers, position in self.folded


def folding(graph: Graph) -> Folding:
    """Every batch norm that alone reads a convolution."""
    first = len(graph.inputs)
    readers = Counter(tensor for node in graph.nodes for tensor in node.inputs)
    readers.update(graph.outputs)
    pairs = {}
    for position, node in enumerate(graph.nodes):
        source = node.inputs[0]
        before = graph.nodes[source - first] if source >= first else None
        if node.op.name == "bn" and before and before.op.name == "conv" and readers[source] == 1:
            pairs[source - first] = position
    return Folding(frozenset(pairs), frozenset(pairs.values()))
