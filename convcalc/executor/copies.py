"""Where the kernel copies of a transposed convolution lie, found by laying ones."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from convcalc.executor.layout import Array, Shape
from convcalc.executor.plan import Plan, Step
from convcalc.executor.run import MEMORY, lay_out, run


def laid_copies(
    arguments: Mapping[str, object], space: Shape, *, memory: int = MEMORY, path: str = "overlap"
) -> Array:
    """How many kernel copies lie on each output, (*spatial).

    One channel of ones meets a kernel of ones, so that each copy adds 1 to what it covers.

    Raises
    ------
    InputError
        CC201 where more is cut than there is, CC220 where the memory does not suffice.

    >>> laid_copies({"kernel_size": 3, "stride": 2, "padding": 1}, (4,))
    array([1., 2., 1., 2., 1., 2., 1.], dtype=float32)
    """
    single = {**arguments, "out_channels": 1, "groups": 1, "bias": False}
    plan = Plan(((1, *space),), (Step(path, "conv_transpose", single, (0,)),), (1,))
    (layout,) = lay_out(plan)
    ones = [np.broadcast_to(np.float32(1), shape) for shape in ((1, 1, *space), layout.weights[0])]
    copies: Array = run(plan, ones[:1], {path: ones[1:]}, memory=memory)[0][0, 0]
    return copies
