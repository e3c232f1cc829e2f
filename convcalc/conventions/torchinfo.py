"""torchinfo.summary: "mult-adds", which are the params of a module, times positions for Conv alone.

It hooks modules and sees no function and no operator between them.
"""

from convcalc.conventions.measures import BIAS, PARAMS
from convcalc.conventions.quirks import PRODUCTS, TRANSPOSED
from convcalc.conventions.tool import Rule, Tool, each

_ONCE = "each param of a norm is counted once, however many positions it meets"

TORCHINFO = Tool(
    name="torchinfo",
    version="1.8.0",
    text=__doc__,
    calls_it="mult-adds",
    rules={
        **each(("conv", "linear"), Rule("bias", BIAS)),
        "conv_transpose": (TRANSPOSED, Rule("bias", BIAS)),
        **each(("bn", "ln", "gn", "in_norm"), Rule("params of norms", PARAMS, why=_ONCE)),
        "prelu": (Rule("slopes", PARAMS),),
        **each(
            ("matmul", "attention"),
            PRODUCTS,
        ),
    },
)
