"""The same elements at other places: axes in another order, and every so many of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from pydantic import Field

from convcalc.errors import InputError
from convcalc.notation import show_tuple
from convcalc.ops import rules
from convcalc.ops.lists import Order, Steps
from convcalc.ops.op import Op, Shape, Span
from convcalc.ops.rules import Rule
from convcalc.ops.values import Extras
from convcalc.ops.wiring import Wiring


class Permute(Op):
    """The same axes in another order: every element moves.

    Source: PyTorch permute, where 0 is the batch; here 0 is channels.
    """

    name: ClassVar[str] = "permute"
    keeps_positions: ClassVar[bool] = False

    dims: Order = Field(description="the input's axis for each of the output's; 0 is channels")

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """Each axis is there once."""
        yield rules.is_order(self.dims, inputs[0])

    def output(self, *inputs: Shape) -> Shape:
        """The sizes in that order."""
        return tuple([inputs[0][axis] for axis in self.dims])

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """Channels that stay channels stay as they are."""
        del inputs
        return Wiring("groups", 1 if self.dims[0] else output[0])

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Positions become others."""
        del inputs
        return (0,)


class Take(Op):
    """Every step-th element from a start, along channels and each axis.

    One number is for all of them, channels too. As Python's x[start::step], each axis by itself.
    """

    name: ClassVar[str] = "take"

    starts: Extras = Field(default=0, description="the first element along channels and each axis")
    steps: Steps = Field(
        default=1, description="how far the next one is; below 0 it lies before the one taken"
    )
    counts: Extras | None = Field(
        default=None, description="how many are taken, or none; as many as there are if not given"
    )

    def resolved(self, *inputs: Shape) -> Self:
        """The same with one number of each for channels and each axis."""
        shape = inputs[0]
        starts, steps = [self._each(name, shape) for name in ("starts", "steps")]
        if self.counts is not None:
            return self.changed(starts=starts, steps=steps, counts=self._each("counts", shape))
        runs = zip(shape, starts, steps, strict=True)
        counts = tuple([_all_of(size, start, step) for size, start, step in runs])
        return self.changed(starts=starts, steps=steps, counts=counts)

    def _each(self, name: str, shape: Shape) -> tuple[int, ...]:
        value: int | tuple[int, ...] = getattr(self, name)
        found = value if isinstance(value, tuple) else (value,) * len(shape)
        if len(found) != len(shape):
            fix = f"has {len(shape)} sizes; give one each, or one for all"
            sentence = f"{name} has {len(found)} values, but the input {show_tuple(shape)} {fix}"
            raise InputError("CC203", sentence, key=name)
        return found

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        fields: Any = self
        return zip(fields.starts, fields.steps, fields.counts, strict=True)

    def terse(self, *inputs: Shape) -> Self:
        """The same without counts, where there are no more."""
        bare = self.changed(counts=None)
        return bare if bare.resolved(*inputs) == self.resolved(*inputs) else self

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """What is taken is there."""
        for axis, (size, run) in enumerate(zip(inputs[0], self._runs(), strict=True)):
            yield rules.taken_inside(axis, size, *run)

    def output(self, *inputs: Shape) -> Shape:
        """As many as are taken."""
        del inputs
        return tuple([count for _, _, count in self._runs()])

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """A run of channels is a part of them; no word says which those of a larger step are."""
        del inputs, output
        start, step, _ = self._axis(-1)
        return Wiring("part", start) if step == 1 else Wiring("groups", 1)

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """The elements that are taken."""
        del inputs
        start, step, _ = self._axis(axis)
        ends = [start + step * at for at in span]
        return Span(min(ends), max(ends)) if span.first <= span.last else span

    def reads(self, axis: int, position: int) -> range:
        """The one element."""
        span = self.sees(axis, Span(position, position), ())
        return range(span.first, span.last + 1)

    def alike(self, one: int, other: int) -> bool:
        """Whether both axes are taken alike."""
        return self._axis(one) == self._axis(other)

    def _axis(self, axis: int) -> tuple[int, int, int]:
        """Start, step and count along a spatial axis; -1 is channels."""
        fields: Any = self
        return fields.starts[axis + 1], fields.steps[axis + 1], fields.counts[axis + 1]


def _all_of(size: int, start: int, step: int) -> int:
    """How many elements there are from a start to the end, or to the beginning; one is at least.

    >>> _all_of(7, 1, 2), _all_of(7, 6, -1), _all_of(7, 0, -2)
    (3, 7, 1)
    """
    return max((size - 1 - start) // step, 0) + 1 if step > 0 else start // -step + 1
