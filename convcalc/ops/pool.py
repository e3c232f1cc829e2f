"""Pooling: a window without weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field

from convcalc.formulas import axis as formulas
from convcalc.formulas import reach
from convcalc.ops import rules
from convcalc.ops.op import Op, Shape, Span, Working
from convcalc.ops.rules import Rule
from convcalc.ops.values import Sizes
from convcalc.ops.windowed import OUTPUT_AXIS, Windowed


class Pool(Windowed, Op):
    """What pools share: they stride by their kernel unless told otherwise."""

    channelwise: ClassVar[bool] = True

    stride: Sizes | None = Field(  # type: ignore[assignment]  # none: the kernel's size
        default=None, description="the step between windows; the kernel's size if not given"
    )
    ceil_mode: bool = Field(
        default=False, description="one window more where the last ones leave elements over"
    )

    def resolved(self, *inputs: Shape) -> Self:
        """The same arguments with one value per axis."""
        stride = self.kernel_size if self.stride is None else self.stride
        return super(Pool, self.changed(stride=stride)).resolved(*inputs)

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The window fits the padded input and is more than padding."""
        for number, (size, one) in enumerate(zip(inputs[0][1:], self.axes(), strict=True)):
            effective = formulas.effective_kernel(**one.taps)
            padded = size + one.before + one.after
            yield rules.kernel_fits(number, one.kernel_size, one.dilation, effective, padded)
            for side in (one.before, one.after):
                yield rules.pool_padding_half(number, side, effective)

    def output(self, *inputs: Shape) -> Shape:
        """The same channels at fewer positions."""
        return (inputs[0][0], *(size.value for size in self.sizes(inputs[0])))

    def sizes(self, x: Shape) -> tuple[Working, ...]:
        """The number of windows along each axis; a pool has no params and no MACs."""
        more = {"ceil_mode": self.ceil_mode}
        return tuple(
            [
                Working(name, formulas.pooled_size, {"in_size": size, **one.window, **more})
                for name, size, one in zip(OUTPUT_AXIS, x[1:], self.axes(), strict=False)
            ]
        )

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """From the first element of the first window to the last of the last."""
        del inputs
        one = self.axes()[axis]
        return Span(
            reach.first_input(span.first, stride=one.stride, before=one.before),
            reach.last_input(span.last, **one.steps),
        )

    def reads(self, axis: int, position: int) -> range:
        """One element for each tap."""
        one = self.axes()[axis]
        first = reach.first_input(position, stride=one.stride, before=one.before)
        return range(first, reach.last_input(position, **one.steps) + 1, one.dilation)


class AvgPool(Pool):
    """The mean of each window; padding counts as zeros unless told otherwise."""

    name: ClassVar[str] = "avgpool"

    count_include_pad: bool = Field(
        default=True, description="whether padding zeros are counted in a mean"
    )


class MaxPool(Pool):
    """The largest element of each window; padding is never the largest."""

    name: ClassVar[str] = "maxpool"
