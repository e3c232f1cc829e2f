"""Running a plan, step by step; a tensor is freed after its last reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convcalc.errors import InputError, nearest
from convcalc.executor.alive import Alive
from convcalc.executor.arguments import number
from convcalc.executor.functions import function_kernel
from convcalc.executor.kernels import COUNTED_ONLY, KERNELS
from convcalc.executor.layout import Array, Kernel, Layout, Shape
from convcalc.executor.memory import dying, rooms
from convcalc.executor.meter import Meter
from convcalc.executor.plan import FUNCTION, Plan, Step
from convcalc.executor.weights import Weights, float32, random_array

MEMORY = 512 * 2**20


class Work(NamedTuple):
    """One step that is to run, with the arrays it reads and the one it writes."""

    step: Step
    layout: Layout
    inputs: Sequence[Array]
    weights: Sequence[Array]
    out: Array
    room: int  # bytes beside these arrays
    living: int  # bytes of all tensors that live while it runs

    @property
    def trained(self) -> Sequence[Array]:
        """The weights that are no statistics."""
        return self.weights[: len(self.weights) - self.layout.buffers]

    def compute(self) -> Meter:
        """Write the output; returns what counted the multiplications that were done for it."""
        meter = Meter(self.room)
        self.layout.compute(self.inputs, self.weights, self.out, meter)
        return meter


Weigher: TypeAlias = Callable[[int, Step, Layout], Sequence[Array]]


def lay_out(plan: Plan) -> list[Layout]:
    """What every step reads and writes, without an array.

    Raises
    ------
    InputError
        CC202 for an empty input, CC105 for an empty batch; inside the step's path CC201
        where no window fits, CC221 for an op without kernel.
    """
    _check_sizes(plan)
    shapes: list[Shape] = list(plan.inputs)
    layouts = []
    for step in plan.steps:
        layouts.append(_lay_out(step, [shapes[t] for t in step.inputs]))
        shapes.append(layouts[-1].output)
    return layouts


def _check_sizes(plan: Plan) -> None:
    if plan.batch < 1:
        raise InputError("CC105", f"batch={plan.batch} is nothing to run; use 1 or more")
    for shape in plan.inputs:
        if min(shape, default=0) < 1:
            text = "x".join(map(str, shape))
            raise InputError("CC202", f"input {text} is empty; every size must be 1 or more")


def _lay_out(step: Step, shapes: Sequence[Shape]) -> Layout:
    try:
        return _kernel(step.op)(step.arguments, shapes)
    except InputError as error:
        raise error.inside(step.path) from None


def _kernel(op: str) -> Kernel:
    if op == FUNCTION:
        return function_kernel
    if op in COUNTED_ONLY:
        said = f"{op} says what it costs, and not how it is done, so it cannot be run"
        raise InputError("CC221", f"{said}; verify the model that it was converted from")
    if op not in KERNELS:
        raise InputError("CC221", f"{op} cannot be run{nearest(op, KERNELS)}")
    return KERNELS[op]


def execute(
    plan: Plan,
    layouts: Sequence[Layout],
    inputs: list[Array],
    weights: Weigher,
    *,
    memory: int,
    perform: Callable[[Work], object] = Work.compute,
) -> list[Array]:
    """Have every step performed, which writes its output. Returns the plan's outputs.

    The list of inputs is emptied, so that an input nobody else holds can die early.
    Raises CC220 before anything is allocated, and CC221 where a function does not fit its inputs.
    """
    left = rooms(plan, layouts, memory)
    alive = Alive(inputs)
    inputs.clear()
    parts = zip(plan.steps, layouts, left, dying(plan), strict=True)
    for i, (step, layout, room, dead) in enumerate(parts):
        read = [alive[tensor] for tensor in step.inputs]
        out = alive.added(_output(plan, layout, read))
        try:
            # Numbers too large for float32 become infinite, and that is no news.
            with np.errstate(over="ignore", invalid="ignore"):
                perform(Work(step, layout, read, weights(i, step, layout), out, room, alive.bytes))
        except InputError as error:
            raise error.inside(step.path) from None
        alive.drop(dead)
        del read, out
    return [alive[tensor] for tensor in plan.outputs]


def _output(plan: Plan, layout: Layout, read: Sequence[Array]) -> Array:
    """Where a step writes, or what of its input it shows."""
    if layout.view:
        return layout.view(read[0])
    return np.empty((plan.batch, *layout.output), np.float32)


def random_inputs(plan: Plan, seed: int) -> list[Array]:
    """One array (batch, C, *spatial) for each input; what names rows of a table names them all."""
    found, tables = [], _tables(plan)
    for i, shape in enumerate(plan.inputs):
        scale = float(tables.get(i, 1))
        found.append(random_array((plan.batch, *shape), scale=scale, seed=(seed, 0, i)))
    return found


def _tables(plan: Plan) -> dict[int, int]:
    """The rows of the table in which the numbers of a tensor are looked up."""
    steps = [step for step in plan.steps if step.op == "embedding"]
    return {step.inputs[0]: number(step.arguments, "num_embeddings") for step in steps}


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
    layouts = lay_out(plan)
    rooms(plan, layouts, memory)  # refuse before anything is copied
    arrays = float32("input", inputs, [(plan.batch, *shape) for shape in plan.inputs])
    return execute(plan, layouts, arrays, Weights(seed, weights or {}).of, memory=memory)
