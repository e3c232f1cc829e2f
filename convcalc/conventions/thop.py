"""thop: MACs of convolutions and linear layers, and norms and pools of its table beside them.

It hooks modules and sees no function and no operator between them. A bias is not counted.
"""

from convcalc.conventions.measures import (
    READ,
    SCALED,
    WRITTEN,
    Measure,
    Met,
    on_axes,
    where,
)
from convcalc.conventions.quirks import PRODUCTS, TRANSPOSED
from convcalc.conventions.tool import Rule, Tool, each

_FOUR = "two for each element, doubled for a scale and a shift, where one multiply-add does"


def _means(met: Met) -> int:
    """Its own arithmetic, in floating point and cut: (Π in/out + 1) · written."""
    taps = 1.0
    for before, after in zip(met.shape[1:], met.node.output[1:], strict=True):
        taps *= before / after
    return int((taps + 1) * met.written)


_MEANS = Measure("elements read and written, in floating point and cut", _means)
_SOFTMAX = Measure(
    "three for each element less one for each position", lambda met: 3 * met.read - met.positions
)

THOP = Tool(
    name="thop",
    version="0.1.1.post2209072238",
    text=__doc__,
    calls_it="MACs",
    rules={
        "conv_transpose": (TRANSPOSED,),
        **each(
            ("bn", "ln", "in_norm"),
            Rule("norm", READ, 2),
            Rule("norm", SCALED, 2, _FOUR),
        ),
        "prelu": (Rule("PReLU", READ),),
        "softmax": (Rule("softmax", _SOFTMAX),),
        "avgpool": (Rule("average pooling", WRITTEN),),
        **each(("gap", "adaptive_avgpool"), Rule("average pooling", _MEANS)),
        "resize": (
            Rule("resizing", where("mode", "nearest", WRITTEN)),
            Rule("resizing", on_axes(1, where("mode", "bilinear", WRITTEN)), 5),
            Rule("resizing", on_axes(2, where("mode", "bilinear", WRITTEN)), 11),
        ),
        **each(
            ("matmul", "attention"),
            PRODUCTS,
        ),
    },
)
