"""fvcore.nn.FlopCountAnalysis: MACs, and a few norms, pools and resizings, under the name of flops.

It traces the module and looks operators up in a table. What is not in it is zero, with a warning:
the attention that torch has as one operator, and adaptive pools and resizings of one axis or three.
"""

from convcalc.conventions.measures import READ, SCALED, WRITTEN, on_axes, where
from convcalc.conventions.quirks import ATTENTION
from convcalc.conventions.tool import Rule, Tool, each

_NORM = "four per element and one for the scale, a rough estimate by its own words"

FVCORE = Tool(
    name="fvcore",
    version="0.1.5.post20221221",
    text=__doc__,
    calls_it="flops",
    rules={
        "bn": (Rule("batch norm", READ, 2),),
        "ln": (Rule("layer norm", READ, 5, _NORM),),
        "gn": (Rule("group norm", READ, 5, _NORM),),
        "in_norm": (
            Rule("instance norm", READ, 4, _NORM),
            Rule("instance norm", SCALED),
        ),
        "resize": (
            Rule("resizing", on_axes(2, where("mode", "nearest", WRITTEN))),
            Rule("resizing", on_axes(2, where("mode", "bilinear", WRITTEN)), 4),
        ),
        "attention": (ATTENTION,),
        **each(
            ("gap", "adaptive_avgpool"),
            Rule("adaptive average pooling", on_axes(2, READ)),
        ),
    },
)
