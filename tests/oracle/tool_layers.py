"""Random layers of which other tools are asked, as operators of ours; the same for a seed."""

from random import Random

# The kinds of which layers are drawn, those with products more often.
KINDS = [
    *["conv"] * 5, *["conv_transpose"] * 4, *["depthwise"] * 2, *["linear"] * 2,
    "bn", "bn", "ln", "gn", "in_norm", "in_norm", "lrn", "prelu",
    "avgpool", "avgpool", "maxpool", "maxpool", "gap", "gap",
    "adaptive_avgpool", "adaptive_avgpool", "adaptive_maxpool", "resize", "resize",
    "relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "sigmoid", "hardswish", "hardsigmoid",
    "hardtanh", "tanh", "selu", "softplus", "mish", "softmax", "log_softmax",
    "add", "mul", "matmul", "attention", "scale",
]  # fmt: skip
SIZES = {1: (24, 40), 2: (9, 20), 3: (7, 9)}
LAYERS = 6 * len(KINDS)
_UP = {"out_channels": 32, "kernel_size": [4, 4], "stride": [2, 2], "padding": [1, 1]}
# Chosen ones: those of docs/counting.md, transposed, grouped and depthwise ...
SHOWN = [
    ("conv_transpose", _UP, [[64, 16, 16]]),
    ("conv_transpose", {**_UP, "groups": 4}, [[64, 16, 16]]),
    (
        "conv",
        {"out_channels": 64, "kernel_size": [3, 3], "padding": [1, 1], "groups": 64},
        [[64, 16, 16]],
    ),
    # ... and what chance leaves out: modes of one axis and of three, and sizes.
    ("resize", {"scale": [3], "mode": "bilinear"}, [[4, 11]]),
    ("resize", {"scale": [2, 2, 3], "mode": "bilinear"}, [[4, 5, 7, 6]]),
    ("resize", {"scale": [2, 2, 3], "mode": "nearest"}, [[4, 5, 7, 6]]),
    ("resize", {"size": [9, 15], "mode": "bilinear"}, [[4, 7, 5]]),
    ("resize", {"size": [9, 15], "mode": "nearest"}, [[4, 7, 5]]),
]


def tool_layers():
    """Every layer that is asked of."""
    return [*SHOWN, *map(tool_layer, range(LAYERS))]


def tool_layer(seed):
    """The operator, its arguments, and the shapes that it reads."""
    draw = Random(f"tool layer {seed}")  # noqa: S311 — no secret
    kind = KINDS[seed % len(KINDS)]
    rank = draw.choice((1, 2, 2, 3))
    sizes = [draw.randint(*SIZES[rank]) for _ in range(rank)]
    channels = 4 * draw.randint(1, 4)
    op, arguments, inputs = DRAWN.get(kind, plain)(draw, channels, sizes)
    return op or kind, arguments, inputs


def per_axis(draw, sizes, low, high):
    return [draw.randint(low, high) for _ in sizes]


def plain(_draw, channels, sizes):
    return None, {}, [[channels, *sizes]]


def conv(draw, channels, sizes, op="conv"):
    groups = draw.choice((1, 1, 2, 4))
    arguments = {
        "out_channels": 4 * draw.randint(1, 5),
        "kernel_size": per_axis(draw, sizes, 1, 4),
        "stride": per_axis(draw, sizes, 1, 3),
        "padding": per_axis(draw, sizes, 0, 1),
        "dilation": per_axis(draw, sizes, 1, 2),
        "groups": groups,
        "bias": draw.random() < 0.5,
    }
    return op, arguments, [[channels, *sizes]]


def conv_transpose(draw, channels, sizes):
    op, arguments, inputs = conv(draw, channels, sizes, "conv_transpose")
    arguments["output_padding"] = [draw.randint(0, stride - 1) for stride in arguments["stride"]]
    return op, arguments, inputs


def depthwise(draw, channels, sizes):
    op, arguments, inputs = conv(draw, channels, sizes)
    return op, arguments | {"groups": channels, "out_channels": channels}, inputs


def linear(draw, channels, _sizes):
    arguments = {"out_features": draw.randint(1, 50), "bias": draw.random() < 0.5}
    return "linear", arguments, [[channels * draw.randint(1, 9)]]


def pool(op):
    def make(draw, channels, sizes):
        kernel = per_axis(draw, sizes, 2, 3)
        arguments = {"kernel_size": kernel, "stride": per_axis(draw, sizes, 1, 3)}
        return op, arguments | {"padding": per_axis(draw, sizes, 0, 1)}, [[channels, *sizes]]

    return make


def adaptive(op):
    def make(draw, channels, sizes):
        return op, {"output_size": per_axis(draw, sizes, 2, 5)}, [[channels, *sizes]]

    return make


def resize(draw, channels, sizes):
    sizes = sizes[:2]
    arguments = {"scale": [draw.randint(2, 3)] * len(sizes), "mode": "nearest"}
    if len(sizes) > 1 and draw.random() < 0.5:
        arguments["mode"] = "bilinear"
    return "resize", arguments, [[channels, *sizes]]


def several(op):
    def make(draw, channels, sizes):
        return op, {}, [[channels, *sizes]] * draw.randint(2, 3)

    return make


def matmul(draw, channels, sizes):
    return "matmul", {}, [[channels, sizes[0]], [sizes[0], draw.randint(2, 9)]]


def attention(draw, channels, sizes):
    keys = [channels, draw.randint(2, 9)]
    return "attention", {"heads": draw.choice((1, 2, 4))}, [[channels, sizes[0]], keys, keys]


DRAWN = {
    "conv": conv,
    "conv_transpose": conv_transpose,
    "depthwise": depthwise,
    "linear": linear,
    "gn": lambda draw, channels, sizes: (
        "gn",
        {"groups": draw.choice((1, 2, 4))},
        [[channels, *sizes]],
    ),
    "in_norm": lambda draw, channels, sizes: (
        "in_norm",
        {"affine": draw.random() < 0.5},
        [[channels, *sizes]],
    ),
    "lrn": lambda draw, channels, sizes: (
        "lrn",
        {"size": draw.choice((3, 5))},
        [[channels, *sizes]],
    ),
    "avgpool": pool("avgpool"),
    "maxpool": pool("maxpool"),
    "adaptive_avgpool": adaptive("adaptive_avgpool"),
    "adaptive_maxpool": adaptive("adaptive_maxpool"),
    "resize": resize,
    "add": several("add"),
    "mul": several("mul"),
    "matmul": matmul,
    "attention": attention,
}
