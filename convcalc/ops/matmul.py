"""Products of tensors with each other: nothing is learned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field

from convcalc.formulas import matmul, tensor
from convcalc.formulas.arithmetic import prod
from convcalc.ops import rules
from convcalc.ops.op import Op, Shape, Working
from convcalc.ops.rules import Rule
from convcalc.ops.values import Count
from convcalc.ops.wiring import Wiring


class Matmul(Op):
    """A matrix a, channels × positions, times b: a's positions meet b's channels.

    Shapes: a (M, *sizes) of K positions, b (K, *space) to (M, *space).
    """

    name: ClassVar[str] = "matmul"
    weighs: ClassVar[bool] = True

    def resolved(self, *inputs: Shape) -> Self:
        """The same; there are two inputs."""
        rules.require(rules.takes(self.name, 2, len(inputs)))
        return self

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """As many positions as channels."""
        a, b = inputs
        yield rules.inner_agrees(a, b, prod(a[1:]))

    def output(self, *inputs: Shape) -> Shape:
        """The channels of a at the positions of b."""
        return (inputs[0][0], *inputs[1][1:])

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """MACs, which are all useful, and elements written."""
        a, b = inputs
        sizes = {"rows": a[0], "inner": b[0], "positions": b[1:], "batch": batch}
        yield Working("macs", matmul.macs, sizes)
        yield Working("effective_macs", matmul.macs, sizes)
        yield Working("activations", tensor.elements, {"shape": output, "batch": batch})

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """A column of the product is made of all of a."""
        del inputs
        return (0,)


class Attention(Op):
    """softmax(queryᵀ·key / √(C/heads)) times value, each head on its share of the channels.

    Shapes: query (C, *queries), key (C, *keys), value (V, *keys) to (V, *queries).

    Source: Vaswani et al., arXiv:1706.03762, equation 1. The projections are not in it.
    """

    name: ClassVar[str] = "attention"
    weighs: ClassVar[bool] = True

    heads: Count = Field(default=1, description="shares of the channels that attend by themselves")

    def resolved(self, *inputs: Shape) -> Self:
        """The same; there are three inputs."""
        rules.require(rules.takes(self.name, 3, len(inputs)))
        return self

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """Queries meet keys, keys have values, and the heads share the channels."""
        query, key, value = inputs
        yield rules.keys_fit(query, key, value)
        yield rules.heads_divide(self.heads, "query and key", query[0], value[0])
        yield rules.heads_divide(self.heads, "value", value[0], query[0])

    def output(self, *inputs: Shape) -> Shape:
        """The channels of value at the positions of query."""
        return (inputs[2][0], *inputs[0][1:])

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """MACs of both products, which are all useful, and what both write."""
        del output
        query, key, value = inputs
        sizes = {
            "value_channels": value[0],
            "queries": query[1:],
            "keys": key[1:],
            "batch": batch,
        }
        both = {"channels": query[0], **sizes}
        yield Working("macs", matmul.attention_macs, both)
        yield Working("effective_macs", matmul.attention_macs, both)
        written = {"heads": self.heads, **sizes}
        yield Working("activations", matmul.attention_activations, written)

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """The softmax is over all keys, and all values are weighed."""
        del inputs
        return (1, 2)

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """An output depends on the channels of its head."""
        del inputs, output
        return Wiring("groups", self.heads)
