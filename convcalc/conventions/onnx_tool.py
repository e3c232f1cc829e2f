"""onnx-tool on an exported file: products and every other operation of its price list, in "MACs".

It counts "instructions": an addition is one, a division 4, an exponential 32. The exporter folds a
batch norm into the convolution before it, which then has a bias.
"""

from math import prod

from convcalc.conventions.measures import (
    BIAS,
    BIAS_OR_NORM,
    POSITIONS,
    READ,
    SUMS,
    WRITTEN,
    Measure,
    Met,
    where,
)
from convcalc.conventions.quirks import PROOF
from convcalc.conventions.tool import Rule, Tool, each

_WRONG_CHANNELS = (
    "a transposed convolution is counted at output positions, and with the channels of the output"
    " in place of those of the input"
)
_THREE_AXES = "of a window of three axes it multiplies the first alone"


def _filters(met: Met) -> int:
    """Written elements times the weight without its first axis, which here is the input's."""
    each = met.number("out_channels") // met.number("groups")
    return met.written * each * prod(met.kernel) - met.macs


def _window(met: Met) -> tuple[int, ...]:
    """The window of a pool; an adaptive one is exported as a plain one where sizes divide."""
    if met.op.name in ("maxpool", "avgpool"):
        return met.kernel
    return tuple(a // b for a, b in zip(met.shape[1:], met.node.output[1:], strict=True))


def _windows(met: Met) -> int:
    return met.written * prod(_window(met)) * (met.axes < _DEEP)


def _first_axes(met: Met) -> int:
    return met.written * _window(met)[0] * (met.axes == _DEEP)


def _uneven(met: Met) -> bool:
    """The exporter refuses adaptive pools whose sizes do not divide."""
    return any(a % b for a, b in zip(met.shape[1:], met.node.output[1:], strict=True))


def _scores(met: Met) -> int:
    """One for each query and key of each head."""
    query, key, _ = met.node.in_shapes
    return met.number("heads") * prod(query[1:]) * prod(key[1:])


def _scaled(met: Met) -> int:
    """Queries and keys, each multiplied by the root of the scale."""
    query, key, _ = met.node.in_shapes
    return prod(query) + prod(key)


_DEEP = 3
_FILTERS = Measure("products with output channels in place of input channels", _filters)
_WINDOWS = Measure("elements of all windows, of 1-D and 2-D inputs alone", _windows)
_FIRST_AXES = Measure(
    "elements of all windows along the first axis, of 3-D inputs alone", _first_axes
)
_SCORES = Measure("scores", _scores)
_SCALED = Measure("elements of queries and keys", _scaled)
_ONCE = Measure("1", lambda _: 1)
_UNFOLDED = Measure(
    "elements read, if no convolution stands before", lambda met: met.read * (not met.is_folded)
)
# Its price list: addition, multiplication and comparison 1, division 4, eˣ 32, ln 43, tanh 38.
_PRICES = {
    "relu": 1,
    "relu6": 2,
    "hardtanh": 2,
    "leaky_relu": 2,
    "prelu": 2,
    "hardsigmoid": 4,
    "hardswish": 5,
    "gelu": 7,
    "sigmoid": 32,
    "silu": 33,
    "elu": 35,
    "softmax": 36,
    "tanh": 76,
    "softplus": 76,
    "log_softmax": 80,
    "mish": 153,
}

ONNX_TOOL = Tool(
    name="onnx-tool",
    version="1.0.1",
    text=__doc__,
    calls_it="MACs",
    rules={
        "conv": (Rule("bias, also of folded norms", BIAS_OR_NORM),),
        "linear": (Rule("bias", BIAS),),
        "conv_transpose": (
            Rule(
                "transposed at output positions",
                _FILTERS,
                why=_WRONG_CHANNELS,
                wrong=True,
                proof=PROOF,
            ),
            Rule("bias", BIAS),
        ),
        "bn": (Rule("batch norm", _UNFOLDED, 31),),
        "ln": (Rule("layer norm", READ, 7), Rule("layer norm", POSITIONS, 29)),
        "gn": (Rule("group norm", READ, 9),),
        "in_norm": (Rule("instance norm", READ, 7),),
        **{name: (Rule("activation", WRITTEN, price),) for name, price in _PRICES.items()},
        "add": (Rule("addition", SUMS),),
        "mul": (Rule("product", SUMS),),
        "scale": (Rule("product", WRITTEN),),
        "attention": (
            Rule("softmax", _SCORES, 36),
            Rule("scaling", _SCALED),
            Rule("scale", _ONCE, 76),  # three roots of 24 and a division
        ),
        "gap": (Rule("average pooling", READ), Rule("average pooling", WRITTEN, 4)),
        **each(
            ("maxpool", "avgpool", "adaptive_avgpool", "adaptive_maxpool"),
            Rule("pooling", _WINDOWS),
            Rule("pooling by the first axis", _FIRST_AXES, why=_THREE_AXES, wrong=True),
        ),
        "resize": (Rule("resizing", where("mode", "bilinear", WRITTEN), 4),),
    },
    unknown={
        **dict.fromkeys(("lrn", "selu"), lambda _: True),
        **dict.fromkeys(("adaptive_avgpool", "adaptive_maxpool"), _uneven),
    },
)
