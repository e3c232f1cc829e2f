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


class Conv(Weighted):
    """Cross-correlation with a weight of out_channels × in_channels/groups × kernel."""

    name: ClassVar[str] = "conv"

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The groups divide the channels, and the kernel fits the padded input."""
        yield from super().rules(*inputs)
        for number, (size, one) in enumerate(zip(inputs[0][1:], self.axes(), strict=True)):
            effective = formulas.effective_kernel(**one.taps)
            padded = size + one.before + one.after
            yield rules.kernel_fits(number, one.kernel_size, one.dilation, effective, padded)

    def sizes(self, x: Shape) -> tuple[Working, ...]:
        """The number of positions along each axis."""
        return tuple(
            Working(f"output axis {number}", formulas.output_size, {"in_size": size, **one.window})
            for number, (size, one) in enumerate(zip(x[1:], self.axes(), strict=True))
        )

    def grids(self, x: Shape, output: Shape) -> tuple[Sizes, Sizes]:
        """Placed at output positions, the taps meet input elements."""
        return output[1:], x[1:]

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """From the first tap of the first position to the last tap of the last."""
        del inputs
        one = self.axes()[axis]
        return Span(
            reach.first_input(span.first, stride=one.stride, before=one.before),
            reach.last_input(span.last, **one.steps),
        )
