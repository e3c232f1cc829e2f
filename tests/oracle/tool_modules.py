"""What a user of PyTorch writes for an operator or a network of ours, for other tools to count."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402 — only where torch is
from torch_graph import MODULES, Call  # noqa: E402

from convcalc.graph import Builder  # noqa: E402
from convcalc.ops import OPS  # noqa: E402


def upsample(op, shapes):
    """The mode has a name of its own for one axis and for three."""
    blend = ("linear", "bilinear", "trilinear")[len(shapes[0]) - 2]
    mode = "nearest" if op.mode == "nearest" else blend
    return nn.Upsample(op.size, op.scale, mode)


def product(a, b):
    """Looked up when it is called: tools put their own in its place."""
    return torch.matmul(a, b)


def shuffle(op, shapes):
    """By numbers: sizes that are worked out on the way are exported as operators of their own."""
    channels, *sizes = shapes[0]
    groups = (op.groups, channels // op.groups)
    return Call(lambda x: x.reshape(-1, *groups, *sizes).transpose(1, 2).reshape(-1, *shapes[0]))


# Where a module is more usual than a function, and a function than an operator.
OWN = MODULES | {
    "resize": upsample,
    "matmul": lambda *_: Call(product),
    "shuffle": shuffle,
}


def layer_graph(op, arguments, inputs):
    """The layer as a graph of ours."""
    build = Builder(*map(tuple, inputs))
    return build.graph(build.add("it", OPS[op](**arguments), *range(len(inputs))))


def layer_module(graph):
    """Its module."""
    (node,) = graph.nodes
    return OWN[node.op.name](node.op, node.in_shapes)


def samples(graph):
    """One sample of each input."""
    return [torch.zeros(1, *shape) for shape in graph.inputs]
