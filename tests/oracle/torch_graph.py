"""A graph of ours as a PyTorch module: one table from operators to what PyTorch's users write."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402 — only where torch is
from torch.nn import functional  # noqa: E402
from torch_blocks import LayerScale, Looked, attention, channels_last, product  # noqa: E402


class Call(nn.Module):
    """A function without weights."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *inputs):
        return self.function(*inputs)


def of_rank(stem, rank):
    """PyTorch's class for so many axes; a flat tensor is normed as one axis is."""
    return getattr(nn, f"{stem}{max(rank, 1)}d")


def columns(op):
    """What a window is, one value per axis."""
    names = ("kernel_size", "stride", "dilation", "before", "after")
    return {name: tuple(getattr(one, name) for one in op.axes()) for name in names}


def sides(pairs):
    """PyTorch pads the last axis first."""
    return [side for pair in reversed(tuple(pairs)) for side in pair]


def convolution(stem):
    def make(op, shapes):
        window = columns(op)
        before, after = window.pop("before"), window.pop("after")
        more = {"groups": op.groups, "bias": op.bias, **window}
        if stem == "ConvTranspose":
            more["output_padding"] = op.output_padding
        make_one = of_rank(stem, len(shapes[0]) - 1)
        channels = (shapes[0][0], op.out_channels)
        if before == after:
            return make_one(*channels, padding=before, **more)
        assert stem == "Conv"
        pad = Call(lambda x: functional.pad(x, sides(zip(before, after, strict=True))))
        return nn.Sequential(pad, make_one(*channels, **more))

    return make


def pool(stem):
    def make(op, shapes):
        window = columns(op)
        assert window["before"] == window["after"]
        more = {"padding": window["before"], "ceil_mode": op.ceil_mode}
        if stem == "Max":
            more["dilation"] = window["dilation"]
        else:
            more["count_include_pad"] = op.count_include_pad
        kind = of_rank(f"{stem}Pool", len(shapes[0]) - 1)
        return kind(window["kernel_size"], window["stride"], **more)

    return make


def adaptive(stem):
    return lambda op, shapes: of_rank(f"Adaptive{stem}Pool", len(shapes[0]) - 1)(op.output_size)


def resize(op, shapes):
    blend = {1: "linear", 2: "bilinear", 3: "trilinear"}[len(shapes[0]) - 1]
    how = {"mode": "nearest"}
    if op.mode != "nearest":
        how = {"mode": blend, "align_corners": op.align_corners}
    if op.size is not None:
        return Call(lambda x: functional.interpolate(x, size=op.size, **how))
    return Call(lambda x: functional.interpolate(x, scale_factor=op.scale, **how))


def pad(op, _shapes):
    mode = "constant" if op.mode == "zeros" else op.mode
    return Call(lambda x: functional.pad(x, sides(op.padding), mode=mode))


def layer_norm(op, shapes):
    norm = nn.LayerNorm(shapes[0][0], eps=op.eps)
    return norm if len(shapes[0]) == 1 else channels_last(norm)


def batch_norm(op, shapes):
    return of_rank("BatchNorm", len(shapes[0]) - 1)(shapes[0][0], eps=op.eps)


def instance_norm(op, shapes):
    kind = of_rank("InstanceNorm", len(shapes[0]) - 1)
    return kind(shapes[0][0], eps=op.eps, affine=op.affine)


def prelu(op, shapes):
    each = op.num_parameters
    return nn.PReLU(shapes[0][0] if each is None else each)


def take(op, shapes):
    """PyTorch slices forwards only, so the places are named."""
    runs = zip(op.starts, op.steps, op.counts, strict=True)
    places = [torch.tensor([start + step * at for at in range(n)]) for start, step, n in runs]

    def taken(x):
        for axis, one in enumerate(places, start=1):
            x = x.index_select(axis, one)
        return x

    assert len(places) == len(shapes[0])
    return Call(taken)


def summed(*inputs):
    total = inputs[0]
    for one in inputs[1:]:
        total = total + one
    return total


def multiplied(*inputs):
    """Gates have one position, and PyTorch repeats them."""
    total = inputs[0]
    for one in inputs[1:]:
        total = total * one
    return total


# Operator: the module of its resolved arguments and of the shapes that it reads.
MODULES = {
    "conv": convolution("Conv"),
    "conv_transpose": convolution("ConvTranspose"),
    "linear": lambda op, shapes: nn.Linear(shapes[0][0], op.out_features, op.bias),
    "bn": batch_norm,
    "ln": layer_norm,
    "gn": lambda op, shapes: nn.GroupNorm(op.groups, shapes[0][0], op.eps),
    "in_norm": instance_norm,
    "lrn": lambda op, _: nn.LocalResponseNorm(op.size, op.alpha, op.beta, op.k),
    "scale": lambda _, shapes: LayerScale(shapes[0][0], len(shapes[0]) - 1),
    "prelu": prelu,
    "avgpool": pool("Avg"),
    "maxpool": pool("Max"),
    "adaptive_avgpool": adaptive("Avg"),
    "adaptive_maxpool": adaptive("Max"),
    "gap": lambda _, shapes: of_rank("AdaptiveAvgPool", len(shapes[0]) - 1)(1),
    "resize": resize,
    "pad": pad,
    "pixel_shuffle": lambda op, _: nn.PixelShuffle(op.factor),
    "pixel_unshuffle": lambda op, _: nn.PixelUnshuffle(op.factor),
    "shuffle": lambda op, _: nn.ChannelShuffle(op.groups),
    "slice": lambda op, _: Call(lambda x: x.narrow(1, op.start, op.channels)),
    "concat": lambda *_: Call(lambda *inputs: torch.cat(inputs, 1)),
    "add": lambda *_: Call(summed),
    "mul": lambda *_: Call(multiplied),
    "matmul": lambda *_: Call(product),
    "attention": lambda op, _: Call(attention(op.heads)),
    "flatten": lambda *_: nn.Flatten(),
    "reshape": lambda op, _: Call(lambda x: x.reshape(len(x), *op.shape)),
    "permute": lambda op, _: Call(lambda x: x.permute(0, *[1 + axis for axis in op.dims])),
    "take": take,
    "embedding": lambda op, _: Looked(op.num_embeddings, op.embedding_dim),
    "identity": lambda *_: nn.Identity(),
    "dropout": lambda op, _: nn.Dropout(op.p),
    "relu": lambda *_: nn.ReLU(),
    "relu6": lambda *_: nn.ReLU6(),
    "leaky_relu": lambda op, _: nn.LeakyReLU(op.negative_slope),
    "silu": lambda *_: nn.SiLU(),
    "gelu": lambda *_: nn.GELU(),
    "sigmoid": lambda *_: nn.Sigmoid(),
    "hardswish": lambda *_: nn.Hardswish(),
    "hardsigmoid": lambda *_: nn.Hardsigmoid(),
    "hardtanh": lambda op, _: nn.Hardtanh(op.min_val, op.max_val),
    "tanh": lambda *_: nn.Tanh(),
    "elu": lambda op, _: nn.ELU(op.alpha),
    "selu": lambda *_: nn.SELU(),
    "softplus": lambda *_: nn.Softplus(),
    "mish": lambda *_: nn.Mish(),
    "softmax": lambda *_: nn.Softmax(1),
    "log_softmax": lambda *_: nn.LogSoftmax(1),
}


class TorchGraph(nn.Module):
    """The graph's operators, run in their order; auxiliary heads have params but do not run."""

    def __init__(self, graph):
        super().__init__()
        self.graph = graph
        made = [MODULES[node.op.name](node.op, node.in_shapes) for node in graph.nodes]
        self.steps = nn.ModuleList(made)

    def forward(self, *inputs):
        first = len(inputs)
        tensors = dict(enumerate(inputs))
        pairs = zip(self.graph.nodes, self.steps, strict=True)
        for number, (node, step) in enumerate(pairs, start=first):
            if not node.train_only:
                tensors[number] = step(*[tensors[tensor] for tensor in node.inputs])
        return [tensors[tensor] for tensor in self.graph.outputs if tensor in tensors]

    def weights(self):
        """Weights and statistics by path, as the executor takes them."""
        pairs = zip(self.graph.nodes, self.steps, strict=True)
        weights = {node.path: [one.numpy() for one in state(step)] for node, step in pairs}
        return {path: arrays for path, arrays in weights.items() if arrays}


def state(module):
    """Weight, bias and statistics of a module, in that order."""
    return [value for name, value in module.state_dict().items() if "num_batches" not in name]
