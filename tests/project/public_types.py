"""How the package is used from outside. The gate checks its types against the installed wheel."""

from typing import assert_type

import convcalc
from convcalc.variants import Variant

layer = convcalc.Conv(out_channels=8, kernel_size=(3, 5), padding=((1, 2), (0, 1)), bias=False)
cost = layer.cost((3, 9, 9), batch=2, dtype="int8")
assert_type(cost, convcalc.LayerCost)
assert_type(cost.macs, int)
assert_type(cost.output, tuple[int, ...])
assert_type(cost.ops[0].node.path, str)

layers: list[Variant] = [
    convcalc.Conv(out_channels=8, kernel_size=3, padding="half"),
    convcalc.ConvTranspose(out_channels=8, kernel_size=4, stride=2, output_padding=(1, 0)),
    convcalc.Depthwise(),
    convcalc.Pointwise(out_channels=8),
    convcalc.DepthwiseSeparable(out_channels=8),
    convcalc.SpatiallySeparable(out_channels=8, mid=4),
    convcalc.ShuffledGrouped(out_channels=8, groups=2),
    convcalc.Bottleneck(out_channels=8, style="shufflenet", groups=2),
    convcalc.ResizeConv(out_channels=8, mode="bilinear"),
]
total = sum(layer.cost((8, 9, 9)).params for layer in layers)
assert_type(total, int)
