"""Small networks of primitive operators, and what one rule finds in them."""

from dataclasses import dataclass

from convcalc.advice import ADVICE, NETWORK_ADVICE
from convcalc.advice.findings import findings
from convcalc.advice.network import Network
from convcalc.analysis.cost import graph_cost
from convcalc.graph import Builder
from convcalc.ops import Add, Conv, Relu


def conv(out, kernel_size=1, **more):
    return Conv(out_channels=out, kernel_size=kernel_size, **{"padding": "half", **more})


def grouped(groups, out=64, kernel_size=3, **more):
    return conv(out, kernel_size, groups=groups, **more)


def chain(shape, **layers):
    """Layers by name, each of which reads the one before; `__` in a name is a dot."""
    build = Builder(shape)
    x = 0
    for name, layer in layers.items():
        x = build.add(name.replace("__", "."), layer, x)
    return build.graph(x)


@dataclass
class Drawn:
    """A builder that goes on where it stands."""

    build: Builder
    x: int = 0

    def add(self, path, op, *others):
        self.x = self.build.add(path, op, self.x, *others)
        return self.x

    def graph(self, *outputs):
        return self.build.graph(*(outputs or (self.x,)))


def drawn(*shape):
    return Drawn(Builder(shape))


def residual(net, path, *layers):
    """Layers beside a skip."""
    skip = net.x
    for number, layer in enumerate(layers):
        net.add(f"{path}.{number}", layer)
    net.add(f"{path}.add", Add(), skip)
    return net.add(f"{path}.relu", Relu())


def costed(graph):
    return graph_cost(graph, batch=1, dtype="fp32")


def found_by(code, graph):
    """What one rule finds."""
    network = Network(graph, costed(graph))
    rules = {code: ADVICE[code]} if code in ADVICE else {}
    others = {} if rules else {code: NETWORK_ADVICE[code]}
    return findings(network, rules, others)


def said(code, graph):
    """The lines in which it is told."""
    return "\n".join(map(str, found_by(code, graph)))


def placed(graph, place, *, train_only=()):
    """The same graph, all of it at one place of a file."""
    nodes = [node._replace(place=place, train_only=node.path in train_only) for node in graph.nodes]
    return graph._replace(nodes=tuple(nodes))
