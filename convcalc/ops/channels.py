"""Operators that move channels: no params, no MACs, but bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from convcalc.ops import rules
from convcalc.ops.op import Op, Shape
from convcalc.ops.rules import Rule
from convcalc.ops.values import Count
from convcalc.ops.wiring import Wiring


class Shuffle(Op):
    """Channel shuffle: reshape C to (groups, C/groups), transpose, flatten."""

    name: ClassVar[str] = "shuffle"

    groups: Count = Field(description="the number of groups whose channels are interleaved")

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The groups divide the channels."""
        channels = inputs[0][0]
        yield rules.groups_divide(self.groups, "channels", channels, channels)

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """Each output channel is one input channel, of the next group in turn."""
        del inputs, output
        return Wiring("deal", self.groups)


class Concat(Op):
    """Tensors of the same sizes, their channels one after the other."""

    name: ClassVar[str] = "concat"

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The sizes are equal."""
        for other in inputs[1:]:
            yield rules.branches_agree(self.name, inputs[0], other)

    def output(self, *inputs: Shape) -> Shape:
        """The channels add up."""
        return (sum(shape[0] for shape in inputs), *inputs[0][1:])

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """The channels of the first input, then those of the next."""
        del inputs, output
        return Wiring("join")
