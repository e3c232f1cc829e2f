"""DeepSpeed's flops profiler: two FLOP for a MAC, and one for each element that is biased or moved.

It patches the functions of torch.nn.functional, and a few of tensors.
"""

from convcalc.conventions.measures import (
    BIAS,
    NEIGHBOURS,
    READ,
    SCALED,
    WRITTEN,
    Measure,
    where,
)
from convcalc.conventions.tool import FLOP, Rule, Tool, each

_ONE_CHANNEL = "of an image that is resized to a size it counts one channel"
_SIZED = Measure(
    "positions written, if there is a size",
    lambda met: met.positions * (met.argument("size") is not None),
)

DEEPSPEED = Tool(
    name="deepspeed",
    version="0.19.8",
    text=__doc__,
    calls_it="flops",
    unit=FLOP,
    factor=2,
    rules={
        **each(("conv", "conv_transpose"), Rule("bias", BIAS)),
        "bn": (Rule("batch norm", READ, 2),),
        **each(("ln", "gn", "in_norm"), Rule("norm", READ, 4), Rule("norm", SCALED)),
        **each(("relu", "elu", "gelu", "prelu", "leaky_relu", "silu"), Rule("activation", READ)),
        "softmax": (Rule("softmax", READ),),
        **each(
            ("maxpool", "avgpool", "gap", "adaptive_avgpool", "adaptive_maxpool"),
            Rule("pooling", READ),
        ),
        "resize": (
            Rule("resizing by a scale", where("size", None, WRITTEN)),
            Rule("resizing to a size", _SIZED, why=_ONE_CHANNEL, wrong=True),
        ),
        "lrn": (
            Rule("local response norm", READ, 3),
            Rule("local response norm", NEIGHBOURS),
        ),
    },
)
