"""Convolution: a window slides over the input; the work is at output positions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from convcalc.formulas import axis as formulas
from convcalc.formulas import reach
from convcalc.ops import rules
from convcalc.ops.op import Shape, Span, Working
from convcalc.ops.rules import Rule
from convcalc.ops.weighted import Sizes, Weighted
from convcalc.ops.windowed import OUTPUT_AXIS


class Conv(Weighted):
    """Cross-correlation with a weight of out_channels × in_channels/groups × kernel."""

    name: ClassVar[str] = "conv"

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The groups divide the channels, and the kernel fits the padded input."""
        yield from super().rules(*inputs)
        for number, (size, one) in enumerate(zip(inputs[0][1:], self.axes(), strict=True)):
            effective = formulas.effective_kernel(one.kernel_size, dilation=one.dilation)
            padded = size + one.before + one.after
            yield rules.kernel_fits(number, one.kernel_size, one.dilation, effective, padded)

    def output(self, *inputs: Shape) -> Shape:
        """Channels, and the number of positions along each axis."""
        return (
            self.out_channels,
            *[
                formulas.output_size(
                    size,
                    kernel_size=one.kernel_size,
                    stride=one.stride,
                    dilation=one.dilation,
                    before=one.before,
                    after=one.after,
                )
                for size, one in zip(inputs[0][1:], self.windows, strict=True)
            ],
        )

    def sizes(self, x: Shape) -> tuple[Working, ...]:
        """The number of positions along each axis."""
        return tuple(
            [
                Working(name, formulas.output_size, {"in_size": size, **one.window})
                for name, size, one in zip(OUTPUT_AXIS, x[1:], self.axes(), strict=False)
            ]
        )

    def grids(self, x: Shape, output: Shape) -> tuple[Sizes, Sizes]:
        """Placed at output positions, the taps meet input elements."""
        return output[1:], x[1:]

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """From the first tap of the first position to the last tap of the last."""
        del inputs
        kernel_size, stride, dilation, before, _ = self.windows[axis]
        first, last = span
        return Span(
            reach.first_input(first, stride=stride, before=before),
            reach.last_input(
                last, kernel_size=kernel_size, stride=stride, dilation=dilation, before=before
            ),
        )

    def reads(self, axis: int, position: int) -> range:
        """One element for each tap."""
        one = self.axes()[axis]
        first = reach.first_input(position, stride=one.stride, before=one.before)
        return range(first, reach.last_input(position, **one.steps) + 1, one.dilation)
