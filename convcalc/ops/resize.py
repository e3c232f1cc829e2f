"""Resizing by a whole factor: positions are copied or blended, nothing is learned."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from pydantic import Field

from convcalc.formulas import reach
from convcalc.ops.op import Op, Shape, Span
from convcalc.ops.values import Sizes
from convcalc.ops.windowed import along


class Resize(Op):
    """Upsampling: `nearest` copies, `bilinear` blends neighbours (corners not aligned)."""

    name: ClassVar[str] = "resize"
    channelwise: ClassVar[bool] = True

    scale: Sizes = Field(default=2, description="how many times larger, one number or one per axis")
    mode: Literal["nearest", "bilinear"] = Field(
        default="nearest", description="nearest or bilinear"
    )

    def resolved(self, *inputs: Shape) -> Self:
        """The same factors, one per axis."""
        return self.changed(scale=along("scale", self.scale, len(inputs[0]) - 1))

    def output(self, *inputs: Shape) -> Shape:
        """Each size times its factor."""
        channels, *sizes = inputs[0]
        return (channels, *(a * b for a, b in zip(sizes, self._factors(), strict=True)))

    def _factors(self) -> tuple[int, ...]:
        factors: Any = self.scale
        return tuple(factors)

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """The elements that are copied, or the neighbours that are blended."""
        del inputs
        scale = self._factors()[axis]
        if self.mode == "nearest":
            return Span(span.first // scale, span.last // scale)
        return Span(
            reach.blended_first_input(span.first, scale=scale),
            reach.blended_last_input(span.last, scale=scale),
        )

    def alike(self, one: int, other: int) -> bool:
        """Whether both axes have the same factor."""
        return self._factors()[one] == self._factors()[other]

    def reads(self, axis: int, position: int) -> range:
        """The element that is copied, or the two neighbours."""
        span = self.sees(axis, Span(position, position), ())
        return range(span.first, span.last + 1)

    def fullest(self, axis: int) -> tuple[int, int]:
        """The factor; which output sees most does not matter, all phases are tried."""
        return self._factors()[axis], 0
