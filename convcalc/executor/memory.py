"""What a plan needs at its fullest, known before anything is allocated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

from convcalc.errors import InputError
from convcalc.executor.layout import Layout, Shape
from convcalc.executor.plan import Plan

FLOAT32 = 4  # bytes
UNITS = (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10))


def readable(size: int) -> str:
    """Bytes, rounded up, in the largest unit of which there are at least ten.

    >>> readable(512 * 2**20), readable(120 * 10**9), readable(100)
    ('512 MiB', '112 GiB', '1 KiB')
    """
    unit, each = next((u for u in UNITS if size >= 10 * u[1]), UNITS[-1])
    return f"{-(-size // each)} {unit}"


def last_readers(plan: Plan) -> dict[int, int]:
    """For each tensor the index of the step after which it may be freed.

    A tensor that nobody reads lives as long as the step that writes it; the plan's
    outputs outlive every step.
    """
    first = len(plan.inputs)
    last = {first + i: i for i in range(len(plan.steps))} | dict.fromkeys(range(first), -1)
    for i, step in enumerate(plan.steps):
        last.update(dict.fromkeys(step.inputs, i))
    return last | dict.fromkeys(plan.outputs, len(plan.steps))


def needs(plan: Plan, layouts: Sequence[Layout]) -> Iterator[tuple[int, int]]:
    """For each step the bytes of tensors and weights, and those with the least workspace."""
    last = last_readers(plan)
    shapes: list[Shape] = [*plan.inputs, *(layout.output for layout in layouts)]
    alive = dict.fromkeys(range(len(plan.inputs)))
    for i, layout in enumerate(layouts):
        alive[len(plan.inputs) + i] = None
        elements = plan.batch * sum(prod(shapes[t]) for t in alive)
        arrays = FLOAT32 * (elements + sum(map(prod, layout.weights)))
        yield arrays, arrays + layout.workspace
        alive = {t: None for t in alive if last[t] > i}


def rooms(plan: Plan, layouts: Sequence[Layout], memory: int) -> list[int]:
    """For each step the bytes left for its workspace.

    Raises
    ------
    InputError
        CC220 for the first step that does not fit.
    """
    left = []
    for step, (arrays, need) in zip(plan.steps, needs(plan, layouts), strict=True):
        if need > memory:
            raise InputError(
                "CC220",
                f"running {step.path} needs {readable(need)} for its input, weights and output, "
                f"more than the bound of {readable(memory)}; "
                "raise --memory or make the layer smaller",
            )
        left.append(memory - arrays)
    return left
