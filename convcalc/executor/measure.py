"""Measuring a plan: every number from arrays that were really multiplied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import isnan, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convcalc.errors import InputError
from convcalc.executor.layout import Array, Layout, Shape
from convcalc.executor.memory import rooms
from convcalc.executor.ones import useful_macs
from convcalc.executor.plan import Measurement, Plan, Step
from convcalc.executor.run import MEMORY, Work, execute, lay_out, random_inputs
from convcalc.executor.weights import Weights

# Float32 sums of n products err by about sqrt(n)·2⁻²⁴ of the sum of |products|, at worst n·2⁻²⁴;
# a wrong tap, channel or bias shows as 1/n of it. Hence a bound between, far below 1/n.
TOLERANCE = 2e-6
SMALLEST = 1e-30  # filters that training has left over are smaller, and float32 ends at 1e-45
CHECKS = range(2, 17)
TERMS = 2**13  # of all checked elements of a step: some milliseconds of Python


def measure(
    plan: Plan,
    *,
    memory: int = MEMORY,
    seed: int = 0,
    weights: Mapping[str, Sequence[NDArray[Any]]] | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[Measurement, ...]:
    """Run a plan on random numbers and say what each step did.

    `weights` by path are those of `run`; where none are given, they are random.
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
    bench = Bench(seed, progress, [])
    execute(
        plan,
        layouts,
        random_inputs(plan, seed),
        partial(_fitting, Weights(seed, weights or {})),
        memory=memory,
        perform=bench.measure,
    )
    return tuple(bench.measured)


def _fitting(weights: Weights, index: int, step: Step, layout: Layout) -> list[Array]:
    """The weights of a step. Raises InputError where those that are given are not of its shapes."""
    try:
        return weights.of(index, step, layout)
    except ValueError as error:
        raise InputError("CC221", f"its weights do not fit: {error}") from None


class Bench(NamedTuple):
    """Where steps are run, one after the other, and measured."""

    seed: int
    progress: Callable[[str], None] | None
    measured: list[Measurement]

    def measure(self, work: Work) -> None:
        """Run a step on ones, then on its inputs, and note what it did."""
        effective = _effective(work)  # first: it borrows the memory of the output
        meter = work.compute()
        checked, error = _spot_checks(work, np.random.default_rng(self.seed + len(self.measured)))
        found = Measurement(
            path=work.step.path,
            op=work.step.op,
            output=work.out.shape[1:],
            params=sum(weight.size for weight in work.trained),
            macs=meter.macs,
            effective_macs=effective,
            activations=meter.kept + work.out.size if work.layout.contracts else 0,
            padding=work.layout.padding,
            checked=checked,
            error=error,
            agrees=error <= TOLERANCE,
            living_bytes=work.living,
        )
        self.measured.append(found)
        if self.progress:
            self.progress(found.path)


def _effective(work: Work) -> int:
    if not work.layout.contracts:
        return 0
    shapes = [one.shape[1:] for one in work.inputs]
    return useful_macs(work.layout, shapes, work.out, work.room)


def _spot_checks(work: Work, generator: np.random.Generator) -> tuple[int, float]:
    """How many output elements were held against the definition, and the largest error."""
    if work.layout.plain is None or not work.out.size:
        return 0, 0.0
    errors = []
    for index in _indices(work.layout, work.out.shape, generator):
        expected, scale = work.layout.plain(work.inputs, work.weights, index)
        found = work.out.item(*index)
        # Equal infinities have no difference, the maximum of nothing is one; nor has what is no
        # number on both sides, as the logarithm of a negative one.
        same = found == expected or (isnan(found) and isnan(expected))
        difference = 0.0 if same else abs(found - expected)
        errors.append(difference / max(scale, SMALLEST) if difference and scale else difference)
    # `max` would drop a NaN that does not come first.
    return len(errors), float(np.max(errors))


def _indices(layout: Layout, shape: Shape, generator: np.random.Generator) -> list[Shape]:
    """The first and the last element, which touch padding, and random ones between."""
    wanted = min(max(TERMS // layout.plain_work, CHECKS[0]), CHECKS[-1], prod(shape))
    between = generator.integers(prod(shape), size=max(wanted - 2, 0))
    flat = [0, prod(shape) - 1, *between]
    return [tuple(map(int, np.unravel_index(i, shape))) for i in flat[:wanted]]
