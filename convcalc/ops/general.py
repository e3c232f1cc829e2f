"""What a file of another program may do to tensors of any shape: counted, in general terms.

These are no words of a network's text. Shapes are those of one sample, and hold whatever axes
a tensor has; only the first is known to be channels where an operator above asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import ClassVar

from convcalc.formulas import matmul, tensor
from convcalc.ops.op import Op, Shape, Span, Working

Sizes = tuple[int, ...]


class General(Op):
    """What the operators of this file share: a shape that is told, and what is learned."""

    keeps_positions: ClassVar[bool] = False

    function: str
    shape: Sizes
    learned: Sizes = ()  # elements of each trained tensor that it reads

    def output(self, *inputs: Shape) -> Shape:
        """As it is told."""
        del inputs
        return self.shape

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """Params, if any; nothing of it is a MAC."""
        del inputs, output, batch
        if self.learned:
            yield Working("params", tensor.elements, {"shape": (sum(self.learned),), "batch": 1})

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """What is learned."""
        del inputs
        return self.learned


class Elementwise(General):
    """A function of each element, or of elements in the same place; counted in bytes."""

    name: ClassVar[str] = "elementwise"
    keeps_positions: ClassVar[bool] = True

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """What has other sizes is spread over positions."""
        return tuple([at for at, shape in enumerate(inputs) if shape[1:] != self.shape[1:]])


class Movement(General):
    """Elements that go to other places, are left out, repeated or joined; counted in bytes."""

    name: ClassVar[str] = "movement"

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """What lies where is not told, so every output is said to see every input."""
        return tuple(range(len(inputs)))


class Permute(Op):
    """The same axes in another order: every element moves."""

    name: ClassVar[str] = "permute"
    keeps_positions: ClassVar[bool] = False

    dims: Sizes

    def output(self, *inputs: Shape) -> Shape:
        """The sizes in that order."""
        return tuple([inputs[0][axis] for axis in self.dims])

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Positions become others."""
        del inputs
        return (0,)


class Take(Op):
    """Every step-th element from a start, along each axis."""

    name: ClassVar[str] = "take"

    starts: Sizes
    steps: Sizes
    counts: Sizes

    def output(self, *inputs: Shape) -> Shape:
        """As many as are taken."""
        del inputs
        return self.counts

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """The elements that are taken; an axis that is not there has none."""
        del inputs
        if axis + 1 >= len(self.steps):
            return span
        ends = [self.starts[axis + 1] + self.steps[axis + 1] * at for at in span]
        return Span(min(ends), max(ends)) if span.first <= span.last else span

    def reads(self, axis: int, position: int) -> range:
        """The one element."""
        span = self.sees(axis, Span(position, position), ())
        return range(span.first, span.last + 1)

    def alike(self, one: int, other: int) -> bool:
        """Whether both axes are taken alike."""
        return self._axis(one) == self._axis(other)

    def _axis(self, axis: int) -> Sizes:
        return (self.starts[axis + 1], self.steps[axis + 1], self.counts[axis + 1])


class Product(General):
    """Sums of products of two tensors: every output element is `inner` multiply-accumulates.

    The second tensor may be learned, and then it is no input but among what is learned.

    Source: PyTorch matmul, bmm and einsum.
    """

    name: ClassVar[str] = "product"
    weighs: ClassVar[bool] = True

    inner: int

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """MACs, which are all useful, and elements written."""
        yield from super().workings(inputs, output, batch)
        sizes = {"rows": 1, "inner": self.inner, "positions": output, "batch": batch}
        yield Working("macs", matmul.macs, sizes)
        yield Working("effective_macs", matmul.macs, sizes)
        yield Working("activations", tensor.elements, {"shape": output, "batch": batch})

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Any element may meet any other."""
        return tuple(range(len(inputs)))


class Recurrent(General):
    """Steps in time, each a product of its features and of what the one before left.

    Source: PyTorch LSTM, GRU and RNN; `rows` are gates × hidden features.
    """

    name: ClassVar[str] = "recurrent"
    weighs: ClassVar[bool] = True

    rows: int
    inner: int  # features and hidden features
    steps: Sizes  # directions and time

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """MACs, which are all useful, and elements written."""
        yield from super().workings(inputs, output, batch)
        sizes = {"rows": self.rows, "inner": self.inner, "positions": self.steps, "batch": batch}
        yield Working("macs", matmul.macs, sizes)
        yield Working("effective_macs", matmul.macs, sizes)
        yield Working("activations", tensor.elements, {"shape": output, "batch": batch})

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """A step depends on all before it."""
        return tuple(range(len(inputs)))


class Embedding(Op):
    """A row of a learned table for each number: its features become channels.

    Source: PyTorch Embedding.
    """

    name: ClassVar[str] = "embedding"
    keeps_positions: ClassVar[bool] = False

    num_embeddings: int
    embedding_dim: int
    learned: bool = True

    def output(self, *inputs: Shape) -> Shape:
        """Features first, then the positions."""
        return (self.embedding_dim, *inputs[0])

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """Params; to look up is no MAC."""
        del output, batch
        (size,) = self.weights(inputs) or (0,)
        yield Working("params", tensor.elements, {"shape": (size,), "batch": 1})

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """The table."""
        del inputs
        return (prod((self.num_embeddings, self.embedding_dim)),) if self.learned else ()

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """What was first is a position now."""
        del inputs
        return (0,)
