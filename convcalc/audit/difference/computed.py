"""A network's figures from its cost."""

from __future__ import annotations

from convcalc.analysis.cost import METRICS as ADDED
from convcalc.analysis.cost import OpCost
from convcalc.analysis.metrics import METRICS
from convcalc.analysis.network_cost import NetworkCost
from convcalc.audit.difference.side import Figures, Layer
from convcalc.network import Network
from convcalc.network.uncounted import gathered

LAYER_METRICS = (*ADDED[:3], "flops", *ADDED[3:])  # in the order of the totals


def figures(network: Network, cost: NetworkCost) -> Figures:
    """What a network comes to.

    >>> from convcalc.network import load
    >>> network = load("lenet5")
    >>> found = figures(network, network.cost())
    >>> found.name, found.totals["params"], found.layers[0].path
    ('lenet5', 61706, 'c1.conv')
    """
    return Figures(
        name=network.name,
        file=network.file,
        totals={name: getattr(cost, name) for name in METRICS},
        layers=tuple([_layer(op) for op in cost.ops]),
        variables=network.variables,
        uncounted=tuple(gathered(network.uncounted)),
    )


def _layer(op: OpCost) -> Layer:
    node = op.node
    metrics = {name: getattr(op, name) for name in LAYER_METRICS}
    return Layer(node.path, node.op.name, node.op.fields(), node.in_shapes, node.output, metrics)
