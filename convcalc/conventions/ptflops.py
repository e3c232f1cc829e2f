"""ptflops with its PyTorch backend: MACs, and one for each element that is biased, moved or pooled.

It hooks modules, and patches the functions of torch.nn.functional as well. A module of which it
knows both is counted twice.
"""

from convcalc.conventions.measures import BIAS, NEIGHBOURS, READ, SCALED, WRITTEN
from convcalc.conventions.quirks import ATTENTION
from convcalc.conventions.tool import Rule, Tool, each

_TWICE = "what a module gives is counted once more, by the function that it calls"
_BIAS = Rule("bias", BIAS)
_ACTIVATION = Rule("activation", WRITTEN)
_POOL = Rule("pooling", READ)

PTFLOPS = Tool(
    name="ptflops",
    version="0.7.5",
    text=__doc__,
    calls_it="MACs",
    rules={
        **each(("conv", "conv_transpose", "linear"), _BIAS),
        **each(("bn", "gn", "in_norm"), Rule("norm", READ), Rule("norm", SCALED)),
        "ln": (Rule("norm", READ),),
        **each(
            ("relu", "elu", "gelu", "prelu"),
            _ACTIVATION,
            Rule("activation again", WRITTEN, why=_TWICE, wrong=True),
        ),
        **each(("relu6", "leaky_relu", "silu", "softmax"), _ACTIVATION),
        **each(
            ("maxpool", "avgpool", "gap", "adaptive_avgpool", "adaptive_maxpool"),
            _POOL,
            Rule("pooling again", READ, why=_TWICE, wrong=True),
        ),
        "resize": (
            Rule("resizing", WRITTEN),
            Rule("resizing again", WRITTEN, why=_TWICE, wrong=True),
        ),
        "attention": (ATTENTION,),
        "lrn": (
            Rule("local response norm", READ, 3),
            Rule("local response norm", NEIGHBOURS),
        ),
    },
)
