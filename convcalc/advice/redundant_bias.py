"""CC505: a bias that the norm behind it takes off again."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.advice.network import Network, Remark
from convcalc.graph import Node
from convcalc.ops.wiring import Wiring


def redundant_bias(network: Network) -> Iterator[Remark]:
    """A bias right before a norm is redundant.

    Why: a norm that takes each channel's mean off takes the bias off with it, and adds a shift
    of its own. A group or layer norm, whose mean is over several channels, does not.
    Example: - conv: {out: 64, k: 3, bias: true, norm: bn}
    Fix: use bias=false, or leave bias out: it is off where a norm follows.
    """
    nodes = network.graph.nodes
    for at, node in enumerate(nodes):
        readers = network.readers[network.tensor(at)]
        if not getattr(node.op, "bias", False) or not readers or -1 in readers:
            continue
        if all(_takes_off(nodes[reader]) for reader in readers):
            *_, bias = node.op.weights(node.in_shapes)
            norm = nodes[readers[0]].op.name
            yield Remark(
                at, f"the bias before {norm} is redundant: {bias:,} params; use bias=false"
            )


def _takes_off(node: Node) -> bool:
    """Whether it subtracts the mean of each channel by itself."""
    single = Wiring("groups", node.output[0])
    return node.op.normalizes and node.op.wiring(node.in_shapes, node.output) == single
