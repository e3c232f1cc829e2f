"""All that a network costs, to hold one against another that must cost the same."""

from convcalc.analysis.metrics import METRICS
from convcalc.network import Settings, read_network
from convcalc.network.source import read_text
from convcalc.network.writing import yaml_text

_NAMES = ("params", "macs", "effective_macs", "activations", "weights_bytes", "traffic_bytes")
_DIGITS = 7  # of a number that a file stores in 32 bits, and a text does not


def figures(network):
    """In total, and each operator with its arguments, shapes and what it reads."""
    return [_of(network.cost(**settings)) for settings in ({"batch": 2}, {"dtype": "int4"})], [
        (node.op.name, _arguments(node.op), node.in_shapes, node.output, node.inputs, node.shared)
        for node in network.graph.nodes
    ]


def _of(cost):
    totals = {name: getattr(cost, name) for name in METRICS}
    return totals, [[getattr(one, name) for name in _NAMES] for one in cost.ops]


def _arguments(op):
    return {
        key: float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value
        for key, value in op.fields().items()
    }


def paths(network):
    return [node.path for node in network.graph.nodes]


def reread(network):
    """The network that its text describes."""
    return read_network(read_text(yaml_text(network), "flat.yaml"), Settings({}))
