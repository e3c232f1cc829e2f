"""Where positions end: a receptive field is asked at the last tensor that still has them."""

from __future__ import annotations

from convcalc.graph import Graph, Node


def field_tensor(graph: Graph) -> int:
    """The number of the tensor at which the receptive field of a graph is asked.

    That is the last one before the first global pool, flatten or linear that lies on every
    path from the first input to the first output; without such a one, the first output. A
    gate's global pool, as of squeeze-and-excitation, is passed by, and so ends nothing.

    >>> from convcalc.graph import Builder
    >>> from convcalc.ops import Conv, Linear
    >>> build = Builder((3, 9))
    >>> build.graph(build.add("conv", Conv(out_channels=4, kernel_size=3), 0)).outputs
    (1,)
    >>> field_tensor(build.graph(1))
    1
    """
    last = _last_readers(graph)
    furthest = last.get(0, 0)  # up to where a path may pass by what stands between
    for number, node in enumerate(graph.nodes, start=len(graph.inputs)):
        if number not in last:
            continue
        if node.op.ends_field and furthest <= number:
            return next(tensor for tensor in node.inputs if tensor in last)
        furthest = max(furthest, last[number])
    return graph.outputs[0]


def with_field(graph: Graph) -> Graph:
    """The same graph, asked for the tensor at which its receptive field is."""
    return graph._replace(outputs=(field_tensor(graph),))


def _last_readers(graph: Graph) -> dict[int, int]:
    """For each tensor on a path from the first input to the first output, its last reader there.

    The output is read by nobody on a path, and stands for its own.
    """
    first, output = len(graph.inputs), graph.outputs[0]
    depends = {0}
    for number, node in enumerate(graph.nodes, start=first):
        if not depends.isdisjoint(node.inputs):
            depends.add(number)
    last = {output: output} if output in depends else {}
    for number in range(output, first - 1, -1):
        if number in last:
            for tensor in graph.nodes[number - first].inputs:
                if tensor in depends:
                    last.setdefault(tensor, number)
    return last


def leading_to(graph: Graph) -> list[Node]:
    """The operators that a graph's first output is computed by."""
    first, needed = len(graph.inputs), {graph.outputs[0]}
    found = []
    for number in range(first + len(graph.nodes) - 1, first - 1, -1):
        if number in needed:
            found.append(graph.nodes[number - first])
            needed.update(found[-1].inputs)
    return found
