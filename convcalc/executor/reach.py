"""How far outputs see, found by changing inputs and looking at which outputs change.

A slab of the input is poisoned with NaN, which no later arithmetic can hide: an output is
NaN exactly if it depends on the slab. A slab that grows from the beginning of an axis
reaches an output once it holds the first index that the output depends on, so halving
finds that index; a slab that grows from the end finds the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod
from typing import NamedTuple

import numpy as np

from convcalc.executor.layout import Array, Layout, Shape, at
from convcalc.executor.memory import rooms
from convcalc.executor.meter import Meter
from convcalc.executor.plan import Plan, Step
from convcalc.executor.probe import probe
from convcalc.executor.run import MEMORY, execute, lay_out

Span = tuple[int, int]
Slab = tuple[slice, ...]
Guesses = Sequence[Sequence[Span] | None]


def reached(
    plan: Plan,
    positions: Sequence[tuple[int, ...]],
    *,
    output: int = 0,
    axes: Sequence[int] | None = None,
    guesses: Guesses | None = None,
    memory: int = MEMORY,
) -> list[tuple[Span, ...] | None]:
    """For each spatial position of a plan's output, what of the first input it depends on.

    That is for each spatial axis of the input, or each of those asked, the first and the last
    index that change it; None for a position that no input changes. `output` counts the
    plan's outputs, which may be any tensors. `guesses` of the answer, or of a part of it, say
    where to look first: right ones save runs, wrong ones change nothing that is found.

    Raises
    ------
    InputError
        CC201 where no window fits, CC220 where the memory does not suffice.

    >>> stem = {"out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3}
    >>> plan = Plan(((3, 224, 224),), (Step("conv", "conv", stem, (0,)),), (1,))
    >>> reached(plan, [(0, 0), (56, 50)])
    [((0, 3), (0, 3)), ((109, 115), (97, 103))]
    """
    watch = _watch(_leading_to(plan, plan.outputs[output]), positions, memory)
    everything = watch.changed(())
    sizes = plan.inputs[0][1:]
    asked = range(len(sizes)) if axes is None else axes
    told = guesses or [None] * len(positions)
    spans = [
        _spans(watch, axis, sizes[axis], [one[i] if one else None for one in told])
        for i, axis in enumerate(asked)
    ]
    found = zip(*spans, strict=True)
    return [tuple(s) if changed else None for s, changed in zip(found, everything, strict=True)]


def _leading_to(plan: Plan, tensor: int) -> Plan:
    """The steps that the tensor comes from; it is the last one's output."""
    first = len(plan.inputs)
    needed = {tensor}
    for i in range(tensor - first, -1, -1):
        if first + i in needed:
            needed |= set(plan.steps[i].inputs)
    kept = [i for i in range(len(plan.steps)) if first + i in needed]
    new = {old: first + i for i, old in enumerate(first + i for i in kept)}
    new |= {i: i for i in range(first)}
    steps = tuple(
        replace(plan.steps[i], inputs=tuple(new[t] for t in plan.steps[i].inputs)) for i in kept
    )
    return replace(plan, steps=steps, outputs=(new[tensor],))


class Watch(NamedTuple):
    """A plan of one output, cut before its last step where that can compute single positions."""

    plan: Plan
    layouts: Sequence[Layout]
    last: Layout | None
    positions: Sequence[Shape]
    memory: int

    def changed(self, slab: Slab) -> list[bool]:
        """Which positions depend on the slab of the first input, all channels of it."""
        inputs: list[Array] = [np.zeros((1, *shape), np.float32) for shape in self.plan.inputs]
        at(inputs[0], slice(None), slice(None), *slab)[...] = np.nan
        with np.errstate(invalid="ignore"):
            tensors = execute(self.plan, self.layouts, inputs, averaging, memory=self.memory)
            return [bool(np.isnan(self._seen(tensors, p)).any()) for p in self.positions]

    def _seen(self, tensors: Sequence[Array], position: Shape) -> Array:
        box = tuple(slice(i, i + 1) for i in position)
        if self.last is None or self.last.part is None:
            return at(tensors[0], slice(None), slice(None), *box)
        return self.last.part(tensors, averaging(0, None, self.last), box, Meter())


def averaging(_index: int, _step: Step | None, layout: Layout) -> list[Array]:
    """Weights that pass on whatever they meet, and let no sum grow: infinities become NaN."""
    return [np.broadcast_to(np.float32(_share(shape)), shape) for shape in layout.weights]


def _share(shape: Shape) -> float:
    """One divided by how many products are added up at the most, be it transposed or not."""
    return 1 / (max(shape[:2]) * prod(shape[2:])) if len(shape) > 1 else 1.0


def _watch(plan: Plan, positions: Sequence[Shape], memory: int) -> Watch:
    thin = probe(plan)
    layouts = lay_out(thin)
    rooms(thin, layouts, memory)
    if not layouts or layouts[-1].part is None:
        return Watch(thin, layouts, None, positions, memory)
    head = replace(thin, steps=thin.steps[:-1], outputs=thin.steps[-1].inputs)
    return Watch(head, layouts[:-1], layouts[-1], positions, memory)


def _spans(watch: Watch, axis: int, size: int, guesses: Sequence[Span | None]) -> list[Span]:
    """The first and the last index along an axis of the input that change each position."""
    lead = (slice(None),) * axis
    firsts = [one[0] if one else -1 for one in guesses]
    lasts = [size - 1 - one[1] if one else -1 for one in guesses]
    from_first = _smallest(watch, size, lambda i: (*lead, slice(0, i + 1)), firsts)
    from_last = _smallest(watch, size, lambda i: (*lead, slice(size - 1 - i, size)), lasts)
    return [(a, size - 1 - b) for a, b in zip(from_first, from_last, strict=True)]


def _smallest(
    watch: Watch, size: int, slab: Callable[[int], Slab], guesses: Sequence[int]
) -> list[int]:
    """The smallest i whose slab changes each position. Every run narrows all of them."""
    bounds = [(0, size - 1)] * len(watch.positions)
    while True:
        pairs = zip(bounds, guesses, strict=True)
        widest = max(pairs, key=lambda pair: pair[0][1] - pair[0][0], default=((0, 0), 0))
        if widest[0][0] == widest[0][1]:
            return [low for low, _ in bounds]
        tried = _tried(*widest)
        changes = zip(bounds, watch.changed(slab(tried)), strict=True)
        bounds = [_narrowed(bound, tried, changed) for bound, changed in changes]


def _tried(bound: Span, guess: int) -> int:
    """Where to cut a bound in two: at the guess, then right before it, else in the middle.

    >>> _tried((0, 99), 30), _tried((0, 30), 30), _tried((31, 99), 30)
    (30, 29, 65)
    """
    low, high = bound
    if low <= guess <= high:
        return guess if guess < high else guess - 1
    return (low + high) // 2


def _narrowed(bound: Span, middle: int, changed: bool) -> Span:
    low, high = bound
    return (low, min(high, middle)) if changed else (min(max(low, middle + 1), high), high)
