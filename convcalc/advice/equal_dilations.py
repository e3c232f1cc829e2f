"""CC503: equal dilations, one behind the other."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.advice.axes import by_axis
from convcalc.advice.network import Network, Remark
from convcalc.analysis.gridding import Stack, gridding
from convcalc.graph import Graph

_HYBRID = "use dilations without a common factor, such as 1, 2, 5"


def equal_dilations(network: Network) -> Iterator[Remark]:
    """Convolutions of equal dilation one behind the other see a grid with holes.

    Why: each steps over the same elements, so neighbours never meet however deep the stack is
    (gridding: Wang et al., arXiv:1702.08502).
    Example: - conv: {out: 64, k: 3, dilation: 2}, with repeat: 3
    Fix: use dilations without a common factor, such as 1, 2, 5.
    """
    graph = network.graph
    axes = range(max([len(node.output) - 1 for node in graph.nodes], default=0))
    each = [{stack.last: stack for stack in gridding(graph, axis)} for axis in axes]
    for last in set().union(*each):
        said = by_axis(_told(graph, stacks.get(last)) for stacks in each)
        yield Remark(last, f"{'; '.join(said)}; {_HYBRID}")


def _told(graph: Graph, stack: Stack | None) -> str:
    if stack is None:
        return ""
    return (
        f"{stack.windows} windows of dilation={stack.dilation} in a row, from"
        f" {graph.nodes[stack.first].path} on, see {stack.seen} of {stack.span} elements,"
        " a grid with holes"
    )
