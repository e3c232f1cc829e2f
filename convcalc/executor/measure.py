"""Measuring a plan: every number from arrays that were really multiplied."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

import numpy as np

from convcalc.executor.layout import Layout, Shape
from convcalc.executor.memory import rooms
from convcalc.executor.plan import Measurement, Plan
from convcalc.executor.run import MEMORY, Done, execute, lay_out, random_inputs, random_step_weights

# Float32 sums of n products err by about sqrt(n)·2⁻²⁴ of the sum of |products|, at worst n·2⁻²⁴;
# a wrong tap, channel or bias shows as 1/n of it. Hence a bound between, far below 1/n.
TOLERANCE = 2e-6
CHECKS = range(2, 17)
TERMS = 2**13  # of all checked elements of a step: some milliseconds of Python


def measure(
    plan: Plan,
    *,
    memory: int = MEMORY,
    seed: int = 0,
    progress: Callable[[str], None] | None = None,
) -> tuple[Measurement, ...]:
    """Run a plan on random numbers and say what each step did.

    `memory` bounds the bytes of tensors, weights and workspace; `progress` is told the
    path of each step that is done.

    Raises
    ------
    InputError
        CC201 where no window fits, CC220 where the memory does not suffice.

    >>> from convcalc.executor.plan import Step
    >>> stem = {"out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3}
    >>> done, = measure(Plan(((3, 224, 224),), (Step("conv", "conv", stem, (0,)),), (1,)))
    >>> done.output, done.params, done.macs, done.effective_macs
    ((64, 112, 112), 9408, 118013952, 116214528)
    """
    layouts = lay_out(plan)
    rooms(plan, layouts, memory)  # refuse before the inputs are allocated
    measured: list[Measurement] = []

    def observe(done: Done) -> None:
        measured.append(_measurement(done, seed + len(measured)))
        if progress:
            progress(done.step.path)

    weights = random_step_weights(seed)
    execute(plan, layouts, random_inputs(plan, seed), weights, memory=memory, observe=observe)
    return tuple(measured)


def _measurement(done: Done, seed: int) -> Measurement:
    checked, error = _spot_checks(done, np.random.default_rng(seed))
    useful, batch = done.layout.useful, len(done.out)
    return Measurement(
        path=done.step.path,
        op=done.step.op,
        output=done.out.shape[1:],
        params=sum(weight.size for weight in done.weights),
        macs=done.meter.macs,
        effective_macs=useful(batch, done.meter.room) if useful else 0,
        activations=done.out.size if useful else 0,
        padding=done.layout.padding,
        checked=checked,
        error=error,
        agrees=error <= TOLERANCE,
    )


def _spot_checks(done: Done, generator: np.random.Generator) -> tuple[int, float]:
    """How many output elements were held against the definition, and the largest error."""
    if done.layout.plain is None:
        return 0, 0.0
    errors = []
    for index in _indices(done.layout, done.out.shape, generator):
        expected, scale = done.layout.plain(done.inputs, done.weights, index)
        difference = abs(done.out.item(*index) - expected)
        errors.append(difference / scale if scale else difference)
    # `max` would drop a NaN that does not come first.
    return len(errors), float(np.max(errors))


def _indices(layout: Layout, shape: Shape, generator: np.random.Generator) -> list[Shape]:
    """The first and the last element, which touch padding, and random ones between."""
    wanted = min(max(TERMS // layout.plain_work, CHECKS[0]), CHECKS[-1], prod(shape))
    between = generator.integers(prod(shape), size=max(wanted - 2, 0))
    flat = [0, prod(shape) - 1, *between]
    return [tuple(map(int, np.unravel_index(i, shape))) for i in flat[:wanted]]
