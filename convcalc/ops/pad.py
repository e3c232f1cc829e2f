"""Padding by itself, for a convolution that brings none or another kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Literal, Self

from pydantic import Field

from convcalc.formulas import axis as formulas
from convcalc.formulas import reach
from convcalc.ops import rules
from convcalc.ops.op import Op, Shape, Span, Working
from convcalc.ops.rules import Rule, require
from convcalc.ops.values import Sides
from convcalc.ops.windowed import MAX_AXES, OUTPUT_AXIS, Pair, pairs_along


class Pad(Op):
    """More positions around the input: zeros, its mirror image, or its border repeated."""

    name: ClassVar[str] = "pad"
    channelwise: ClassVar[bool] = True

    padding: Sides = Field(description="elements around the input, in numbers")
    mode: Literal["zeros", "reflect", "replicate"] = Field(
        default="zeros", description="what stands there: zeros, reflect or replicate"
    )

    @cached_property
    def in_sizes(self) -> tuple[int, ...]:
        """The input's size along each axis, which `resolved` notes."""
        raise LookupError("asked of an operator that is not resolved")

    def resolved(self, *inputs: Shape) -> Self:
        """The same with a pair for each axis."""
        sizes = inputs[0][1:]
        require(rules.has_axes(self.name, inputs[0]))
        require(rules.few_axes(self.name, inputs[0], MAX_AXES))
        return self.changed(padding=pairs_along(self.padding, len(sizes)), in_sizes=sizes)

    def _pairs(self) -> tuple[Pair, ...]:
        fields: Any = self
        return tuple(fields.padding)

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """A mirror image is no larger than what it shows."""
        if self.mode == "reflect":
            for number, (size, pair) in enumerate(zip(inputs[0][1:], self._pairs(), strict=True)):
                for side in pair:
                    yield rules.mirrored(number, side, size)

    def output(self, *inputs: Shape) -> Shape:
        """The same channels at more positions."""
        return (inputs[0][0], *[size.value for size in self.sizes(inputs[0])])

    def sizes(self, x: Shape) -> tuple[Working, ...]:
        """The size along each axis."""
        axes = zip(OUTPUT_AXIS, x[1:], self._pairs(), strict=False)
        return tuple(
            [
                Working(
                    name,
                    formulas.padded_size,
                    {"in_size": size, "before": before, "after": after},
                )
                for name, size, (before, after) in axes
            ]
        )

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """The same positions, counted from the input's first; what is beyond it is padding."""
        del inputs
        before, _ = self._pairs()[axis]
        return Span(
            reach.first_input(span.first, stride=1, before=before),
            reach.last_input(span.last, kernel_size=1, stride=1, dilation=1, before=before),
        )

    def alike(self, one: int, other: int) -> bool:
        """Whether both axes are padded alike."""
        return self._pairs()[one] == self._pairs()[other]

    def reads(self, axis: int, position: int) -> range:
        """The element at that position, or the one that is repeated there."""
        before, _ = self._pairs()[axis]
        last = self.in_sizes[axis] - 1
        place = reach.first_input(position, stride=1, before=before)
        if self.mode == "reflect":
            place = last - abs(last - abs(place))
        elif self.mode == "replicate":
            place = min(max(place, 0), last)
        return range(place, place + 1)
