"""Views: the same numbers under another shape, or a part of them. No bytes move."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd, prod
from typing import ClassVar

from pydantic import Field

from convcalc.ops import rules
from convcalc.ops.lists import NewShape, is_rest
from convcalc.ops.op import Op, Shape
from convcalc.ops.rules import Rule
from convcalc.ops.values import Count, Positive, Start
from convcalc.ops.wiring import Wiring


class View(Op):
    """The same numbers, where they are."""

    is_view: ClassVar[bool] = True


class Identity(View):
    """Nothing is done."""

    name: ClassVar[str] = "identity"
    channelwise: ClassVar[bool] = True


class Dropout(View):
    """Nothing at inference; in training some elements become 0."""

    name: ClassVar[str] = "dropout"
    channelwise: ClassVar[bool] = True

    p: Positive = Field(default=0.5, description="the share of elements that become 0 in training")


class Flatten(View):
    """All elements in one row: C×H×W become C·H·W features."""

    name: ClassVar[str] = "flatten"
    ends_field: ClassVar[bool] = True

    def output(self, *inputs: Shape) -> Shape:
        """The number of elements."""
        return (prod(inputs[0]),)

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """A feature has no position, so all positions are behind the features."""
        del inputs
        return (0,)

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """A run of features for each channel."""
        del output
        return Wiring("groups", inputs[0][0])


class Reshape(View):
    """The same elements, row by row, as other channels and sizes.

    Tokens of a transformer are channels × positions: `[cin, -1]` makes them of a feature map.
    What lay at a position afterwards lies anywhere, so every output is said to see every input.
    """

    name: ClassVar[str] = "reshape"
    keeps_positions: ClassVar[bool] = False

    shape: NewShape = Field(
        description="channels and sizes along any axes; one may be -1: the rest"
    )

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """No element is lost or made up."""
        yield rules.elements_stay(inputs[0], self.shape)

    def output(self, *inputs: Shape) -> Shape:
        """The shape that is asked for, with a number for -1."""
        known = prod(one for one in self.shape if not is_rest(one))
        return tuple([prod(inputs[0]) // known if is_rest(one) else one for one in self.shape])

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """Channels that are cut or joined as wholes stay among themselves."""
        return Wiring("groups", gcd(inputs[0][0], output[0]))

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Positions become others."""
        del inputs
        return (0,)


class Slice(View):
    """A run of channels: what split gives to each of its names."""

    name: ClassVar[str] = "slice"

    start: Start = Field(default=0, description="the first channel")
    channels: Count = Field(description="the number of channels")

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The channels are there."""
        yield rules.slice_inside(self.start, self.channels, inputs[0][0])

    def output(self, *inputs: Shape) -> Shape:
        """So many channels at the same positions."""
        return (self.channels, *inputs[0][1:])

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """Each channel is one of the input."""
        del inputs, output
        return Wiring("part", self.start)
