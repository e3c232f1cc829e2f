"""The fully connected layer: every feature meets every other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from convcalc.formulas import linear, tensor
from convcalc.ops import rules
from convcalc.ops.op import Op, Shape, Working
from convcalc.ops.rules import Rule
from convcalc.ops.spec import SHORT_KEYS
from convcalc.ops.values import Count


class Linear(Op):
    """A flat tensor times a weight of out_features × in_features."""

    name: ClassVar[str] = "linear"
    weighs: ClassVar[bool] = True
    ends_field: ClassVar[bool] = True
    # `out` as for convolutions, and whoever writes out their word is understood too.
    short_keys: ClassVar[Mapping[str, str]] = {
        **SHORT_KEYS,
        "out": "out_features",
        "out_channels": "out_features",
    }

    out_features: Count = Field(description="the number of output features")
    bias: bool = Field(default=True, description="add a number to each output feature")

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The input is flat."""
        yield rules.is_flat(self.name, inputs[0])

    def output(self, *inputs: Shape) -> Shape:
        """Flat again."""
        del inputs
        return (self.out_features,)

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """Params, MACs, which are all useful, and elements written."""
        features = {"in_features": inputs[0][0], "out_features": self.out_features}
        yield Working("params", linear.params, {**features, "bias": self.bias})
        yield Working("macs", linear.macs, {**features, "batch": batch})
        yield Working("effective_macs", linear.macs, {**features, "batch": batch})
        yield Working("activations", tensor.elements, {"shape": output, "batch": batch})

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Elements of the weight, and of the bias if there is one."""
        weight = self.out_features * inputs[0][0]
        return (weight, self.out_features) if self.bias else (weight,)
