"""Sums of tensors, element by element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from convcalc.ops import rules
from convcalc.ops.op import Op, Shape
from convcalc.ops.rules import Rule


class Add(Op):
    """The sum of tensors of one shape."""

    name: ClassVar[str] = "add"
    channelwise: ClassVar[bool] = True

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """All shapes are equal."""
        for other in inputs[1:]:
            yield rules.branches_agree(self.name, inputs[0], other)
