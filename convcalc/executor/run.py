"""Running a plan, step by step; a tensor is freed after its last reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convcalc.errors import InputError, nearest
from convcalc.executor.kernels import KERNELS
from convcalc.executor.layout import Array, Layout, Shape
from convcalc.executor.memory import last_readers, rooms
from convcalc.executor.meter import Meter
from convcalc.executor.plan import Plan, Step
from convcalc.executor.weights import random_array, random_weights

MEMORY = 512 * 2**20


@dataclass(frozen=True, slots=True)
class Done:
    """One step that has just run, with the arrays it read and wrote."""

    step: Step
    layout: Layout
    inputs: Sequence[Array]
    weights: Sequence[Array]
    out: Array
    meter: Meter


def lay_out(plan: Plan) -> list[Layout]:
    """What every step reads and writes, without an array.

    Raises
    ------
    InputError
        Inside the step's path: CC201 where no window fits, CC221 for an op without kernel.
    """
    shapes: list[Shape] = list(plan.inputs)
    layouts = []
    for step in plan.steps:
        layouts.append(_lay_out(step, [shapes[t] for t in step.inputs]))
        shapes.append(layouts[-1].output)
    return layouts


def _lay_out(step: Step, shapes: Sequence[Shape]) -> Layout:
    try:
        if step.op not in KERNELS:
            message = f"{step.op} cannot be run{nearest(step.op, KERNELS)}"
            raise InputError("CC221", message)  # noqa: TRY301 - the same path is added to both
        return KERNELS[step.op](step.arguments, shapes)
    except InputError as error:
        raise error.inside(step.path) from None


def execute(
    plan: Plan,
    layouts: Sequence[Layout],
    inputs: list[Array],
    weights: Callable[[int, Step, Layout], Sequence[Array]],
    *,
    memory: int,
    observe: Callable[[Done], object] | None = None,
) -> list[Array]:
    """Run every step; `observe` sees each as it is done. Returns the plan's outputs.

    The list of inputs is emptied, so that an input nobody else holds can die early.
    Raises CC220 before anything is allocated.
    """
    left = rooms(plan, layouts, memory)
    last = last_readers(plan)
    alive = dict(enumerate(inputs))
    inputs.clear()
    for i, (step, layout, room) in enumerate(zip(plan.steps, layouts, left, strict=True)):
        out = np.empty((plan.batch, *layout.output), np.float32)
        done = Done(
            step,
            layout,
            [alive[t] for t in step.inputs],
            weights(i, step, layout),
            out,
            Meter(room),
        )
        layout.compute(done.inputs, done.weights, out, done.meter)
        if observe:
            observe(done)
        alive[len(plan.inputs) + i] = out
        alive = {t: array for t, array in alive.items() if last[t] > i}
        del done, out
    return [alive[t] for t in plan.outputs]


def random_inputs(plan: Plan, seed: int) -> list[Array]:
    """One array (batch, C, *spatial) for each input of the plan."""
    shapes = enumerate(plan.inputs)
    return [random_array((plan.batch, *s), scale=1.0, seed=(seed, 0, i)) for i, s in shapes]


def random_step_weights(seed: int) -> Callable[[int, Step, Layout], list[Array]]:
    """Weights that depend on the seed and the step's index only."""
    return lambda i, _step, layout: random_weights(layout.weights, seed=(seed, 1, i))


def run(
    plan: Plan,
    inputs: Sequence[NDArray[Any]],
    weights: Mapping[str, Sequence[NDArray[Any]]] | None = None,
    *,
    memory: int = MEMORY,
    seed: int = 0,
) -> list[Array]:
    """The plan's outputs, (batch, C, *spatial) each, for such inputs.

    `weights` by path: (weight,) or (weight, bias); random ones where none are given.
    Values are computed in float32.

    Raises
    ------
    InputError
        CC201 where no window fits, CC220 where the memory does not suffice.
    ValueError
        Where an array has another shape than the plan says.

    >>> blur = Step("blur", "conv", {"out_channels": 1, "kernel_size": 2}, (0,))
    >>> ones = np.ones((1, 1, 2, 3)), np.full((1, 1, 2, 2), 0.25)
    >>> run(Plan(((1, 2, 3),), (blur,), (1,)), [ones[0]], {"blur": [ones[1]]})
    [array([[[[1., 1.]]]], dtype=float32)]
    """
    given = weights or {}
    drawn = random_step_weights(seed)

    def of_step(i: int, step: Step, layout: Layout) -> list[Array]:
        if step.path not in given:
            return drawn(i, step, layout)
        return _float32(step.path, given[step.path], layout.weights)

    arrays = _float32("input", inputs, [(plan.batch, *shape) for shape in plan.inputs])
    return execute(plan, lay_out(plan), arrays, of_step, memory=memory)


def _float32(what: str, arrays: Sequence[NDArray[Any]], shapes: Sequence[Shape]) -> list[Array]:
    found = [np.shape(array) for array in arrays]
    if found != list(shapes):
        raise ValueError(f"{what}: arrays of shapes {found}, but the plan has {list(shapes)}")
    return [np.ascontiguousarray(array, np.float32) for array in arrays]
