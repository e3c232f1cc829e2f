"""A graph as a PyTorch module: every operator by what PyTorch has for it, with its own weights."""

from math import prod

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402 — only where torch is
from torch.nn import functional  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

CONVS = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}
TRANSPOSED = {1: nn.ConvTranspose1d, 2: nn.ConvTranspose2d, 3: nn.ConvTranspose3d}
NORMS = {0: nn.BatchNorm1d, 1: nn.BatchNorm1d, 2: nn.BatchNorm2d, 3: nn.BatchNorm3d}
MAX_POOLS = {1: functional.max_pool1d, 2: functional.max_pool2d, 3: functional.max_pool3d}
AVG_POOLS = {1: functional.avg_pool1d, 2: functional.avg_pool2d, 3: functional.avg_pool3d}
ADAPTIVE = {
    1: functional.adaptive_avg_pool1d,
    2: functional.adaptive_avg_pool2d,
    3: functional.adaptive_avg_pool3d,
}
LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}  # PyTorch's word by the number of axes


def rank(node):
    return len(node.in_shapes[0]) - 1


class Padded(nn.Module):
    """A convolution behind zeros, which may be more on one side."""

    def __init__(self, node):
        super().__init__()
        op = node.op
        windows = {"stride": op.stride, "dilation": op.dilation, "groups": op.groups}
        channels = node.in_shapes[0][0], op.out_channels
        self.zeros = [zeros for pair in reversed(op.padding) for zeros in pair]
        self.conv = CONVS[rank(node)](*channels, op.kernel_size, bias=op.bias, **windows)

    def forward(self, x):
        return self.conv(functional.pad(x, self.zeros))


def transposed(node):
    op = node.op
    assert all(before == after for before, after in op.padding)
    return TRANSPOSED[rank(node)](
        node.in_shapes[0][0],
        op.out_channels,
        op.kernel_size,
        op.stride,
        [before for before, _ in op.padding],
        op.output_padding,
        op.groups,
        op.bias,
        op.dilation,
    )


class ChannelNorm(nn.LayerNorm):
    """As torchvision has it for ConvNeXt: over channels, at each position."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


class Factor(nn.Module):
    """ConvNeXt's layer scale."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(channels))

    def forward(self, x):
        return x * self.weight.reshape(-1, *(1,) * (x.ndim - 2))


class Past(nn.Module):
    """A batch norm that has seen data: other statistics than at first."""

    def __init__(self, node):
        super().__init__()
        self.norm = NORMS[rank(node)](node.in_shapes[0][0], eps=node.op.eps)
        for value in (self.norm.weight.data, self.norm.running_var):
            value.uniform_(0.5, 1.5)
        for value in (self.norm.bias.data, self.norm.running_mean):
            value.uniform_(-0.2, 0.2)

    def forward(self, x):
        return self.norm(x)


# What has weights: made from a node.
MODULES = {
    "conv": Padded,
    "conv_transpose": transposed,
    "linear": lambda node: nn.Linear(node.in_shapes[0][0], node.op.out_features, node.op.bias),
    "bn": Past,
    "ln": lambda node: ChannelNorm(node.in_shapes[0][0], eps=node.op.eps),
    "scale": lambda node: Factor(node.in_shapes[0][0]),
    "prelu": lambda node: nn.PReLU(node.in_shapes[0][0]),
}


def max_pool(node, x):
    op = node.op
    padding = [before for before, _ in op.padding]
    windows = (op.kernel_size, op.stride, padding)
    return MAX_POOLS[rank(node)](x, *windows, dilation=op.dilation, ceil_mode=op.ceil_mode)


def avg_pool(node, x):
    op = node.op
    padding = [before for before, _ in op.padding]
    flags = {"ceil_mode": op.ceil_mode, "count_include_pad": op.count_include_pad}
    return AVG_POOLS[rank(node)](x, op.kernel_size, op.stride, padding, **flags)


def resize(node, x):
    mode = LINEAR[rank(node)] if node.op.mode == "bilinear" else "nearest"
    corners = {"align_corners": node.op.align_corners} if node.op.mode == "bilinear" else {}
    return functional.interpolate(x, node.output[1:], mode=mode, **corners)


def attention(node, *tensors):
    """Two matmuls: of its own attention PyTorch's counter sees nothing on a CPU."""
    query, key, value = [
        x.reshape(len(x), node.op.heads, x.shape[1] // node.op.heads, -1).swapaxes(2, 3)
        for x in tensors
    ]
    scores = query @ key.swapaxes(2, 3) / query.shape[-1] ** 0.5
    out = scores.softmax(-1) @ value
    return out.swapaxes(2, 3).reshape(len(out), *node.output)


def plain(function):
    """An activation without arguments."""
    return lambda _node, x: function(x)


# What has none: applied to a node's inputs.
FUNCTIONS = {
    "maxpool": max_pool,
    "avgpool": avg_pool,
    "adaptive_avgpool": lambda node, x: ADAPTIVE[rank(node)](x, node.output[1:]),
    "gap": lambda node, x: ADAPTIVE[rank(node)](x, 1),
    "flatten": lambda _node, x: x.flatten(1),
    "reshape": lambda node, x: x.reshape(len(x), *node.output),
    "slice": lambda node, x: x[:, node.op.start : node.op.start + node.op.channels],
    "identity": lambda _node, x: x,
    "dropout": lambda _node, x: x,
    "shuffle": lambda node, x: functional.channel_shuffle(x, node.op.groups),
    "pixel_shuffle": lambda node, x: functional.pixel_shuffle(x, node.op.factor),
    "resize": resize,
    "concat": lambda _node, *tensors: torch.cat(tensors, 1),
    "add": lambda _node, *tensors: sum(tensors[1:], tensors[0]),
    "mul": lambda _node, *tensors: prod(tensors[1:], start=tensors[0]),
    "attention": attention,
    "lrn": lambda node, x: functional.local_response_norm(
        x, node.op.size, node.op.alpha, node.op.beta, node.op.k
    ),
    "leaky_relu": lambda node, x: functional.leaky_relu(x, node.op.negative_slope),
    "tanh": lambda _node, x: torch.tanh(x),
    "sigmoid": lambda _node, x: torch.sigmoid(x),
    "softmax": lambda _node, x: x.softmax(1),
    **{
        name: plain(getattr(functional, name))
        for name in ("relu", "relu6", "silu", "gelu", "hardswish", "hardsigmoid", "mish", "elu")
    },
}


class Network(nn.Module):
    """The nodes of a graph, one after the other."""

    def __init__(self, graph):
        super().__init__()
        self.graph = graph
        self.parts = nn.ModuleDict(
            {
                str(number): MODULES[node.op.name](node)
                for number, node in enumerate(graph.nodes)
                if node.op.name in MODULES
            }
        )

    def forward(self, x):
        """The outputs; heads that only training runs are left out."""
        tensors = {0: x}
        for number, node in enumerate(self.graph.nodes):
            if not node.train_only:
                inputs = [tensors[tensor] for tensor in node.inputs]
                tensors[number + 1] = self.applied(str(number), node, inputs)
        return [tensors[tensor] for tensor in self.graph.outputs]

    def applied(self, key, node, inputs):
        if key in self.parts:
            return self.parts[key](*inputs)
        return FUNCTIONS[node.op.name](node, *inputs)

    def weights(self):
        """What the executor takes: by path the parameters, and a batch norm's statistics."""
        return {
            self.graph.nodes[int(key)].path: [
                value.detach().numpy()
                for name, value in part.state_dict().items()
                if "num_batches" not in name
            ]
            for key, part in self.parts.items()
        }

    def counted(self, x):
        """The outputs, the parameters, and the MACs of PyTorch's own counter."""
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            out = self(x)
        params = sum(one.numel() for one in self.parameters())
        return out, params, counter.get_total_flops() // 2
