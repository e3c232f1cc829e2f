"""Rules that look at a whole network, and what they remark."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from convcalc.analysis.cost import GraphCost
from convcalc.graph import Graph


class Remark(NamedTuple):
    """A sentence about a node, by the node's index."""

    at: int
    message: str


@dataclass(frozen=True)
class Network:
    """A graph with its cost, and who reads what."""

    graph: Graph
    cost: GraphCost

    @cached_property
    def readers(self) -> tuple[tuple[int, ...], ...]:
        """The nodes that read each tensor, by their index; an output of the graph has -1 too."""
        found: list[list[int]] = [[] for _ in (*self.graph.inputs, *self.graph.nodes)]
        for index, node in enumerate(self.graph.nodes):
            for tensor in dict.fromkeys(node.inputs):
                found[tensor].append(index)
        for tensor in self.graph.outputs:
            found[tensor].append(-1)
        return tuple(map(tuple, found))

    def tensor(self, index: int) -> int:
        """The number of the tensor that a node writes."""
        return len(self.graph.inputs) + index


NetworkRule: TypeAlias = Callable[[Network], Iterable[Remark]]
