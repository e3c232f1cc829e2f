"""Transposed convolution: each input element lays a copy of the kernel on the output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Self

from pydantic import Field

from convcalc.formulas import axis as formulas
from convcalc.formulas import reach
from convcalc.formulas.arithmetic import gcd
from convcalc.ops import rules
from convcalc.ops.op import Shape, Span, Working
from convcalc.ops.rules import Rule
from convcalc.ops.values import Extras
from convcalc.ops.weighted import Sizes, Weighted
from convcalc.ops.windowed import OUTPUT_AXIS, Axis, Pair, along, odd_after, odd_before


class ConvTranspose(Weighted):
    """The adjoint of a convolution, with a weight of in_channels × out_channels/groups × kernel."""

    name: ClassVar[str] = "conv_transpose"

    output_padding: Extras = Field(default=0, description="elements added at the end of the output")

    def resolved(self, *inputs: Shape) -> Self:
        """The same arguments with one value per axis, and padding as pairs of numbers."""
        extras = along("output_padding", self.output_padding, len(inputs[0]) - 1)
        return super(ConvTranspose, self.changed(output_padding=extras)).resolved(*inputs)

    def padding_pairs(self, sizes: Sizes, bare: tuple[Axis, ...]) -> tuple[Pair, ...]:
        """Elements cut before and after; `same` gives an output of in·stride."""
        split = _SAME.get(self.padding) if isinstance(self.padding, str) else None
        if split is None:
            return super().padding_pairs(sizes, bare)
        return tuple(split(pad) for pad in self._cuts(bare))

    def _cuts(self, bare: tuple[Axis, ...]) -> Iterator[int]:
        extras: Any = self.output_padding
        for number, (one, extra) in enumerate(zip(bare, extras, strict=True)):
            pad = formulas.transposed_same_padding(
                **one.taps, stride=one.stride, output_padding=extra
            )
            rules.require(rules.same_reachable(number, pad, one.stride))
            yield pad

    def _each(self) -> Iterator[tuple[Axis, int]]:
        extras: Any = self.output_padding
        return zip(self.axes(), extras, strict=True)

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The groups divide the channels, and something is left of the output."""
        yield from super().rules(*inputs)
        for number, (one, extra) in enumerate(self._each()):
            yield rules.output_padding_small(number, extra, one.stride, one.dilation)
        for number, size in enumerate(self.output(*inputs)[1:]):
            yield rules.output_not_empty(number, size)

    def written(self, *inputs: Shape) -> Shape | None:
        """It also asks that the output padding is small."""
        small = [(extra < one.stride) | (extra < one.dilation) for one, extra in self._each()]
        return super().written(*inputs) if all(small) else None

    def output(self, *inputs: Shape) -> Shape:
        """Channels, and the elements that are kept along each axis."""
        kept = [
            formulas.transposed_output_size(
                size,
                kernel_size=one.kernel_size,
                stride=one.stride,
                dilation=one.dilation,
                before=one.before,
                after=one.after,
                output_padding=extra,
            )
            for size, (one, extra) in zip(inputs[0][1:], self._each(), strict=True)
        ]
        return (self.out_channels, *kept)

    def sizes(self, x: Shape) -> tuple[Working, ...]:
        """The elements that are kept along each axis."""
        each = zip(OUTPUT_AXIS, x[1:], self._each(), strict=False)
        return tuple(
            [
                Working(
                    name,
                    formulas.transposed_output_size,
                    {"in_size": size, **one.window, "output_padding": extra},
                )
                for name, size, (one, extra) in each
            ]
        )

    def grids(self, x: Shape, output: Shape) -> tuple[Sizes, Sizes]:
        """Placed at input positions, the taps meet output elements."""
        return x[1:], output[1:]

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """The inputs whose kernel copies touch these outputs."""
        del inputs
        one = self.axes()[axis]
        dense = one.dilation == 1 or span.last - span.first + 1 >= one.stride
        if not dense:
            return _union(_covering(position, one) for position in range(span.first, span.last + 1))
        return Span(
            reach.transposed_first_input(span.first, **one.steps),
            reach.transposed_last_input(span.last, stride=one.stride, before=one.before),
        )

    def reads(self, axis: int, position: int) -> range:
        """The inputs whose kernel copies have a tap there."""
        one = self.axes()[axis]
        if one.dilation > 1:
            return _covering(position, one)
        first = reach.transposed_first_input(position, **one.steps)
        last = reach.transposed_last_input(position, stride=one.stride, before=one.before)
        return range(first, last + 1)

    def fullest(self, axis: int) -> tuple[int, int]:
        """The stride, and an output on which the first tap of a copy lands."""
        one = self.axes()[axis]
        return one.stride, -one.before % one.stride


_SAME: dict[object, Callable[[int], Pair]] = {"same": odd_after, "same_lower": odd_before}


def _covering(position: int, one: Axis) -> range:
    """The inputs i with stride·i + dilation·t = position + before for a tap t.

    Between dilated taps lie holes, so t runs through one residue class modulo
    stride / gcd(stride, dilation); it may be empty.
    """
    shared = gcd(one.stride, one.dilation)
    target, stride, dilation = position + one.before, one.stride // shared, one.dilation // shared
    first_tap = target // shared * pow(dilation, -1, stride) % stride
    if target % shared or first_tap >= one.kernel_size:
        return range(0)
    last_tap = first_tap + (one.kernel_size - 1 - first_tap) // stride * stride
    first, last = [(target - one.dilation * tap) // one.stride for tap in (last_tap, first_tap)]
    return range(first, last + 1, dilation)


def _union(runs: Iterator[range]) -> Span:
    real = [run for run in runs if run]
    if not real:
        return Span(0, -1)
    return Span(min(run[0] for run in real), max(run[-1] for run in real))
