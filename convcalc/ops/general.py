"""What models do to tensors of any shape: counted, in general terms.

A file of another program has more functions than there are words. These four say what each of
them costs: what it makes, what of it is learned, and how much is multiplied; `function` says
which it is, and changes no number. Shapes are those of one sample, and hold whatever axes a
tensor has; only the first is known to be channels where an operator above asks for it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

from pydantic import Field

from convcalc.formulas import matmul, tensor
from convcalc.formulas.arithmetic import prod
from convcalc.ops.lists import AnyShape, Counts, Word
from convcalc.ops.op import Op, Shape, Working
from convcalc.ops.values import Count

_SAID = "what it does, as ONNX names it; it changes no number"
_SHAPE = "channels and sizes of what it makes"


class General(Op):
    """What the operators of this file share: a shape that is told, and what is learned."""

    keeps_positions: ClassVar[bool] = False
    # In a file it is called as the column that it adds to.
    short_keys: ClassVar[Mapping[str, str]] = {"params": "learned"}

    function: Word = Field(description=_SAID)
    shape: AnyShape | None = Field(
        default=None, description=f"{_SHAPE}; those of its largest input, if not given"
    )
    learned: Counts = Field(
        default=(), description="elements of each tensor that it has learned, a number or a list"
    )

    def resolved(self, *inputs: Shape) -> Self:
        """The same with a shape."""
        if self.shape is not None:
            return self
        return self.changed(shape=inputs[0] if len(inputs) == 1 else max(inputs, key=prod))

    def terse(self, *inputs: Shape) -> Self:
        """The same without a shape that goes without saying."""
        if type(self).model_fields["shape"].is_required():
            return self
        bare = self.changed(shape=None)
        return bare if bare.output(*inputs) == self.output(*inputs) else self

    def output(self, *inputs: Shape) -> Shape:
        """As it is told."""
        shape = self.resolved(*inputs).shape
        return () if shape is None else shape

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
        sizes = self.output(*inputs)[1:]
        return tuple([at for at, shape in enumerate(inputs) if shape[1:] != sizes])


class Movement(General):
    """Elements that go to other places, are left out, repeated or joined; counted in bytes."""

    name: ClassVar[str] = "movement"

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """What lies where is not told, so every output is said to see every input."""
        return tuple(range(len(inputs)))


class Multiplied(General):
    """What multiplies: so many multiply-accumulates, all of them useful."""

    weighs: ClassVar[bool] = True

    @abstractmethod
    def contraction(self, output: Shape) -> dict[str, object]:
        """Rows, products of each, and positions."""

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """Params, MACs, which are all useful, and elements written."""
        yield from super().workings(inputs, output, batch)
        sizes = {**self.contraction(output), "batch": batch}
        yield Working("macs", matmul.macs, sizes)
        yield Working("effective_macs", matmul.macs, sizes)
        yield Working("activations", tensor.elements, {"shape": output, "batch": batch})

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Any element may meet any other; a step in time depends on all before it."""
        return tuple(range(len(inputs)))


class Product(Multiplied):
    """Sums of products of two tensors: every output element is `inner` multiply-accumulates.

    The second tensor may be learned, and then it is no input but among what is learned.

    Source: PyTorch matmul, bmm and einsum.
    """

    name: ClassVar[str] = "product"

    function: Word = Field(default="MatMul", description=_SAID)
    shape: AnyShape = Field(description=_SHAPE)
    inner: Count = Field(description="the products that are added up for each element it makes")

    def contraction(self, output: Shape) -> dict[str, object]:
        """One row for each element."""
        return {"rows": 1, "inner": self.inner, "positions": output}


class Recurrent(Multiplied):
    """Steps in time, each a product of its features and of what the one before left.

    MACs are rows · inner for each of the steps.

    Source: PyTorch LSTM, GRU and RNN; `rows` are gates × hidden features.
    """

    name: ClassVar[str] = "recurrent"

    shape: AnyShape = Field(description=_SHAPE)
    rows: Count = Field(description="gates times hidden features: 4 gates in LSTM, 3 in GRU")
    inner: Count = Field(description="features and hidden features together")
    steps: AnyShape = Field(description="directions and time, and samples if there are several")

    def contraction(self, output: Shape) -> dict[str, object]:
        """Rows times features, in every step."""
        del output
        return {"rows": self.rows, "inner": self.inner, "positions": self.steps}
