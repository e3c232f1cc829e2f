"""Resizing: positions are copied or blended, nothing is learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field

from convcalc.formulas import reach
from convcalc.ops import rules
from convcalc.ops.change import Change, Changing
from convcalc.ops.op import Shape, Span
from convcalc.ops.rules import Rule, require
from convcalc.ops.values import Sizes
from convcalc.ops.windowed import along

_SCALE = 2


def _copied(span: Span, sizes: Mapping[str, int]) -> Span:
    return Span(reach.first_of_share(span.first, **sizes), reach.first_of_share(span.last, **sizes))


def _blended(span: Span, sizes: Mapping[str, int]) -> Span:
    return Span(
        reach.blended_first_input(span.first, **sizes), reach.blended_last_input(span.last, **sizes)
    )


def _aligned(span: Span, sizes: Mapping[str, int]) -> Span:
    return Span(
        reach.aligned_first_input(span.first, **sizes), reach.aligned_last_input(span.last, **sizes)
    )


class Resize(Changing):
    """To other sizes: `nearest` copies, `bilinear` blends neighbours.

    By a factor (scale), or to a size, which may be smaller or larger by any ratio. Bilinear is
    linear on one axis and trilinear on three. PyTorch's interpolate with align_corners=False,
    unless it is asked to align them; nothing is blurred before it is made smaller.
    """

    name: ClassVar[str] = "resize"
    channelwise: ClassVar[bool] = True

    scale: Sizes | None = Field(
        default=None,
        description="how many times larger, one number or one per axis; 2 if no size is given",
    )
    size: Sizes | None = Field(
        default=None, description="the size afterwards, one number or one per axis"
    )
    mode: Literal["nearest", "bilinear"] = Field(
        default="nearest", description="nearest or bilinear"
    )
    align_corners: bool = Field(
        default=False, description="whether the outermost elements keep their places (bilinear)"
    )

    def resolved(self, *inputs: Shape) -> Self:
        """The same with both sizes of each axis."""
        sizes = inputs[0][1:]
        require(rules.has_axes(self.name, inputs[0]))
        require(rules.scale_or_size(scale=self.scale, size=self.size))
        if self.size is not None:
            after = along("size", self.size, len(sizes))
            return self.changed(size=after, changes=tuple(map(Change, sizes, after)))
        scale = along("scale", _SCALE if self.scale is None else self.scale, len(sizes))
        grown = [Change(size, size * factor) for size, factor in zip(sizes, scale, strict=True)]
        return self.changed(scale=scale, changes=tuple(grown))

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """Corners are aligned where elements are blended."""
        del inputs
        yield rules.corners_blended(self.mode, align_corners=self.align_corners)

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """The elements that are copied, or the neighbours that are blended."""
        del inputs
        sizes = self.changes[axis].sizes
        if self.mode == "nearest":
            return _copied(span, sizes)
        return _aligned(span, sizes) if self.align_corners else _blended(span, sizes)

    def _steps(self, axis: int) -> Change:
        change = self.changes[axis]
        return change.between_centres if self.align_corners else change

    def alike(self, one: int, other: int) -> bool:
        """Whether both axes have the same ratio."""
        return self._steps(one).alike(self._steps(other))

    def reads(self, axis: int, position: int) -> range:
        """The element that is copied, or the one or two neighbours."""
        span = self.sees(axis, Span(position, position), ())
        return range(span.first, span.last + 1)

    @property
    def bound_to_size(self) -> bool:
        """So it is where the output's size is given, or where both ends are fixed."""
        return self.size is not None or self.align_corners

    def fullest(self, axis: int) -> tuple[int, int]:
        """When the outputs repeat; which one sees most does not matter, all phases are tried."""
        return self._steps(axis).period, 0
