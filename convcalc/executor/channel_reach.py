"""Which channels meet, found by poisoning one channel in each item of a batch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from convcalc.executor.layout import Array
from convcalc.executor.plan import Plan
from convcalc.executor.reach import averaging
from convcalc.executor.run import MEMORY, execute, lay_out


def channels_reached(plan: Plan, *, memory: int = MEMORY) -> list[list[set[int]]]:
    """For each output of a plan and each of its channels, the input channels it depends on.

    The channels of several inputs are numbered through. A channel depends on another if any
    of its positions does. Raises InputError as a run does.

    >>> from convcalc.executor.plan import Step
    >>> conv = {"out_channels": 2, "kernel_size": 1, "groups": 2}
    >>> channels_reached(Plan(((4, 3),), (Step("conv", "conv", conv, (0,)),), (1,)))
    [[{0, 1}, {2, 3}]]
    """
    count = sum(shape[0] for shape in plan.inputs)
    many = replace(plan, batch=count)
    inputs = _poisoned(many)
    with np.errstate(invalid="ignore"):
        outputs = execute(many, lay_out(many), inputs, averaging, memory=memory)
    return [_changed(output) for output in outputs]


def _poisoned(plan: Plan) -> list[Array]:
    """Zeros, but the n-th channel of the n-th item is NaN."""
    inputs: list[Array] = []
    item = 0
    for shape in plan.inputs:
        x = np.zeros((plan.batch, *shape), np.float32)
        for channel in range(shape[0]):
            x[item, channel] = np.nan
            item += 1
        inputs.append(x)
    return inputs


def _changed(output: Array) -> list[set[int]]:
    places = tuple(range(2, output.ndim))
    poisoned = np.asarray(np.isnan(output).any(axis=places))
    return [set(np.flatnonzero(items).tolist()) for items in poisoned.T]
