"""What a plan needs at its fullest, known before anything is allocated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from math import prod

from convcalc.errors import InputError
from convcalc.executor.layout import Layout
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


def dying(plan: Plan) -> list[list[int]]:
    """For each step the tensors that may be freed after it: it is the last that reads them.

    A tensor that nobody reads lives as long as the step that writes it, an input as long as
    the first one; the plan's outputs outlive every step.
    """
    first = len(plan.inputs)
    last = [0] * first + list(range(len(plan.steps)))
    for i, step in enumerate(plan.steps):
        for tensor in step.inputs:
            last[tensor] = i
    dead: list[list[int]] = [[] for _ in plan.steps]
    outputs = set(plan.outputs)
    for tensor, i in enumerate(last):
        if tensor not in outputs and dead:
            dead[i].append(tensor)
    return dead


class Sharing:
    """The bytes of memory that live, as long as any of the tensors in it does.

    >>> sharing = Sharing()
    >>> for tensor in ("whole", "view"):
    ...     sharing.add("its memory", 40)
    >>> sharing.drop("its memory")
    >>> sharing.bytes
    40
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._sizes: dict[Hashable, int] = {}
        self._tensors: defaultdict[Hashable, int] = defaultdict(int)

    def add(self, memory: Hashable, size: int) -> None:
        """One tensor more in a memory of so many bytes."""
        if not self._tensors[memory]:
            self._sizes[memory] = size
            self.bytes += size
        self._tensors[memory] += 1

    def drop(self, memory: Hashable) -> None:
        """One tensor less; with the last one the memory is free."""
        self._tensors[memory] -= 1
        if not self._tensors[memory]:
            del self._tensors[memory]
            self.bytes -= self._sizes.pop(memory)


def needs(plan: Plan, layouts: Sequence[Layout]) -> Iterator[tuple[int, int]]:
    """For each step the bytes of tensors and weights, and those with the least workspace."""
    living = Sharing()
    viewed = list(range(len(plan.inputs)))  # for each tensor, the one in whose memory it is
    sizes = [FLOAT32 * plan.batch * prod(shape) for shape in plan.inputs]
    for tensor in viewed:
        living.add(tensor, sizes[tensor])
    for step, layout, dead in zip(plan.steps, layouts, dying(plan), strict=True):
        viewed.append(viewed[step.inputs[0]] if layout.view else len(viewed))
        sizes.append(FLOAT32 * plan.batch * prod(layout.output))
        living.add(viewed[-1], sizes[-1])
        arrays = living.bytes + FLOAT32 * sum(map(prod, layout.weights))
        yield arrays, arrays + layout.workspace
        for tensor in dead:
            living.drop(viewed[tensor])


def rooms(plan: Plan, layouts: Sequence[Layout], memory: int) -> list[int]:
    """For each step the bytes left for its workspace.

    Raises
    ------
    InputError
        CC220 for inputs, or the first step, that do not fit.
    """
    inputs = FLOAT32 * plan.batch * sum(map(prod, plan.inputs))
    if not plan.steps and inputs > memory:
        raise InputError("CC220", f"the inputs need {readable(inputs)}, {_beyond(memory)}")
    left = []
    for step, (arrays, need) in zip(plan.steps, needs(plan, layouts), strict=True):
        if need > memory:
            raise InputError(
                "CC220",
                f"running {step.path} needs {readable(need)} for its input, weights and output, "
                f"{_beyond(memory)}",
            )
        left.append(memory - arrays)
    return left


def _beyond(memory: int) -> str:
    return f"more than the bound of {readable(memory)}; raise --memory or make the layer smaller"
