"""A learned table, of which each number of the input names a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from convcalc.formulas import tensor
from convcalc.ops.op import Op, Shape, Working
from convcalc.ops.values import Count


class Embedding(Op):
    """A row of a learned table for each number: its features become channels.

    What was channels and positions are positions: a row of tokens, which is flat, becomes
    features × tokens.

    Source: PyTorch Embedding.
    """

    name: ClassVar[str] = "embedding"
    keeps_positions: ClassVar[bool] = False

    num_embeddings: Count = Field(description="the rows of the table, as many as there are words")
    embedding_dim: Count = Field(description="the features of each row")
    learned: bool = Field(
        default=True, description="whether the table is its own; else its params count elsewhere"
    )

    def output(self, *inputs: Shape) -> Shape:
        """Features first, then the positions."""
        return (self.embedding_dim, *inputs[0])

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """Params; to look up is no MAC."""
        del inputs, output, batch
        if self.learned:
            shape = (self.num_embeddings, self.embedding_dim)
            yield Working("params", tensor.elements, {"shape": shape, "batch": 1})

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """The table."""
        del inputs
        return (self.num_embeddings * self.embedding_dim,) if self.learned else ()

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """What was first is a position now."""
        del inputs
        return (0,)
