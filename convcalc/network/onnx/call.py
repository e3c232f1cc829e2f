"""One operator of a model with what it is given: what those who translate it may ask and say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import prod
from typing import Protocol, TypeVar

from convcalc.graph import Node as Made
from convcalc.network.onnx.model import Attribute, Dims, Node, Tensor
from convcalc.network.onnx.small import Numbers
from convcalc.network.onnx.values import Active, Constant, Unknown, Value, plain
from convcalc.ops.general import Elementwise, Movement
from convcalc.ops.op import Op

T = TypeVar("T")


class NotCountedError(Exception):
    """An operator, or this use of it, that is not counted, and why."""


class Adding(Protocol):
    """The graph that grows."""

    @property
    def samples(self) -> int:
        """How many samples the file was made for, of which one is counted."""

    def add(self, call: Call, spec: Op, *tensors: int) -> int:
        """The number of the tensor that the operator writes."""

    def shape(self, tensor: int) -> Dims:
        """The shape of a tensor of ours."""

    def made(self, tensor: int) -> Made | None:
        """The operator of ours that writes a tensor; none for an input."""

    def learn(self, *tensors: Tensor) -> tuple[int, ...]:
        """Elements of each of these weights, but for those that another operator has."""

    def pass_by(self, node: Node, *bias: Tensor) -> bool:
        """Take an addition for the bias of the product that it follows."""

    def passed_by(self, node: Node) -> bool:
        """Whether an addition was taken for a bias."""


@dataclass(frozen=True, slots=True)
class Call:
    """An operator, its inputs, and the graph that it is added to."""

    node: Node
    opset: int
    inputs: tuple[Value | None, ...]
    graph: Adding
    readers: Callable[[str], list[Node]]  # of the tensor of that name
    constant: Callable[[str], Constant | None] = field(default=lambda _: None)

    def attribute(self, name: str, kind: type[T], default: T) -> T:
        """An attribute, or what holds without it; one of another type is not understood."""
        found: Attribute | T = self.node.attributes.get(name, default)
        if kind is float and isinstance(found, int):
            found = float(found)
        if not isinstance(found, kind):
            if kind is tuple and not found:
                return default
            raise NotCountedError(f"its {name} is no {kind.__name__}")
        return found

    def number(self, name: str, default: int = 0) -> int:
        """A whole number."""
        return self.attribute(name, int, default)

    def numbers(self, name: str) -> tuple[int, ...]:
        """Whole numbers; none, where it is not there."""
        found: tuple[object, ...] = self.attribute(name, tuple, ())
        return tuple([one for one in found if isinstance(one, int)])

    def word(self, name: str, default: str = "") -> str:
        """A word."""
        return self.attribute(name, str, default)

    def given(self, at: int) -> Value | None:
        """An input, if it is there."""
        return self.inputs[at] if at < len(self.inputs) else None

    def active(self, at: int = 0) -> Active:
        """An input that runs."""
        found = self.given(at)
        if isinstance(found, Active):
            return found
        raise NotCountedError(f"its input {at + 1} is not computed from the model's inputs")

    def weight(self, at: int) -> Constant:
        """An input that is stored."""
        found = self.given(at)
        if isinstance(found, Constant):
            return found
        raise NotCountedError(f"its input {at + 1} is computed, where weights are meant")

    def data(self, at: int) -> Numbers | None:
        """An input's numbers, where they are known; none where it is not there."""
        found = self.given(at)
        if found is None:
            return None
        if isinstance(found, Constant) and found.numbers is not None:
            return found.numbers
        raise NotCountedError(f"its input {at + 1} is known only when it runs")

    def integers(self, name: str, at: int) -> tuple[int, ...] | None:
        """Whole numbers that are an attribute in old versions, and an input in new ones."""
        if name in self.node.attributes:
            return self.numbers(name)
        found = self.data(at)
        return None if found is None else found.integers

    @property
    def tensors(self) -> list[Active]:
        """All inputs that run."""
        return [one for one in self.inputs if isinstance(one, Active)]

    @property
    def constants(self) -> list[Constant]:
        """All inputs that are stored."""
        return [one for one in self.inputs if isinstance(one, Constant)]

    def learned(self) -> tuple[int, ...]:
        """Elements of each weight among the inputs; a single number is none that was trained."""
        return self.graph.learn(*self.sources)

    @property
    def made_of(self) -> tuple[Tensor, ...]:
        """The weights that its constants are made of, each once."""
        found = {id(one): one for each in self.constants for one in each.sources}
        return tuple(found.values())

    @property
    def sources(self) -> list[Tensor]:
        """The same without single numbers, which nobody trains."""
        return [one for one in self.made_of if prod(one.dims) > 1]

    def add(self, spec: Op, *tensors: int) -> int:
        """The number of the tensor that an operator of ours writes."""
        return self.graph.add(self, spec, *tensors)

    def like(self, spec: Op, x: Active) -> Active:
        """What an operator makes that keeps the shape of its one input."""
        return Active(x.dims, self.add(spec, x.tensor), x.order)

    def elementwise(self, dims: Dims, like: Active | None = None) -> Active:
        """Something in bytes, in the order of an input that has the same shape."""
        if like is not None and like.dims == dims:
            shape, order = self.graph.shape(like.tensor), like.order
        else:
            shape, order = plain(dims)
        spec = Elementwise.trusted(function=self.node.op, shape=shape, learned=self.learned())
        return Active(dims, self.add(spec, *[one.tensor for one in self.tensors]), order)

    def movement(self, dims: Dims, laid: tuple[Dims, tuple[int, ...]] | None = None) -> Active:
        """Something in bytes that mixes places; laid out as told, or in the order of its dims."""
        shape, order = laid or plain(dims)
        spec = Movement.trusted(function=self.node.op, shape=shape, learned=self.learned())
        return Active(dims, self.add(spec, *[one.tensor for one in self.tensors]), order)


def unknown(call: Call) -> tuple[Value, ...]:
    """Outputs of which nothing is known."""
    return tuple([Unknown(call.node.op) for _ in call.node.outputs])


def given_dims(call: Call) -> list[Dims]:
    """The dims of all inputs that are there."""
    return [one.dims for one in call.inputs if isinstance(one, Active | Constant)]
