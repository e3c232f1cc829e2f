"""torch.utils.flop_counter.FlopCounterMode: two FLOP for a MAC, and nothing beside MACs.

It counts convolutions, transposed ones at input positions, linear layers and matrix products as
they run. What has no formula is zero, and no word is said of it: so is attention where PyTorch
chooses the kernel that it has for CPUs alone, and not with those for GPUs or the plain one.
"""

from convcalc.conventions.tool import FLOP, Tool

TORCH = Tool(
    name="torch",
    version="2.14.1",
    text=__doc__,
    calls_it="FLOPs",
    unit=FLOP,
    factor=2,
    rules={},
)
