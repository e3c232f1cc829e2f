"""The `_ops` of torchvision's weights: MACs, and nothing beside, under the name of GFLOPS.

The number of a model card is the exact one in units of 10⁹ with three decimals.
"""

from convcalc.conventions.tool import Tool

TORCHVISION = Tool(
    name="torchvision",
    version="0.29.1",
    text=__doc__,
    calls_it="GFLOPS",
    rules={},
)
