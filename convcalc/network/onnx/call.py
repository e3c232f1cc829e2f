"""One operator of a model with what it is given: what those who translate it may ask and say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar

from convcalc.graph import Node as Made
from convcalc.network.onnx.constants import shortest
from convcalc.network.onnx.model import Attribute, Dims, Node, Tensor
from convcalc.network.onnx.operands import Operands, made_of, may_be_trained, trained_in
from convcalc.network.onnx.running import Computed, Recipe, Running
from convcalc.network.onnx.small import Numbers
from convcalc.network.onnx.values import Active, Constant, Unknown, Value, plain
from convcalc.ops.general import Elementwise, General, Movement
from convcalc.ops.op import Op

T = TypeVar("T")
Laid: TypeAlias = tuple[Dims, tuple[int, ...]]  # our shape, and the order of its axes


class NotCountedError(Exception):
    """An operator, or this use of it, that is not counted, and why."""


class Adding(Protocol):
    """The graph that grows."""

    @property
    def samples(self) -> int:
        """How many samples the file was made for, of which one is counted."""

    def add(
        self,
        call: Call,
        spec: Op,
        *tensors: int,
        weights: tuple[Recipe | None, ...] = (),
        run: Running | None = None,
    ) -> int:
        """The number of the tensor that the operator writes; `run` says how, in general terms."""

    def shape(self, tensor: int) -> Dims:
        """The shape of a tensor of ours."""

    def made(self, tensor: int) -> Made | None:
        """The operator of ours that writes a tensor; none for an input."""

    def learn(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        """These weights, but for those that another operator has."""

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

    def real(self, name: str, default: float) -> float:
        """A number in floating point, in as few digits as tell it."""
        return shortest(self.attribute(name, float, default))

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

    @property
    def made_of(self) -> tuple[Tensor, ...]:
        """The weights that its constants are made of, each once."""
        return made_of(self.constants)

    @property
    def sources(self) -> list[Tensor]:
        """The same without single numbers, which nobody trains."""
        return trained_in(self.constants)

    def add(self, spec: Op, *tensors: int, weights: tuple[Constant | None, ...] = ()) -> int:
        """The number of the tensor that an operator of ours writes."""
        recipes = tuple([one.recipe for one in weights if one])
        return self.graph.add(self, spec, *tensors, weights=recipes)

    def computed(self, dims: Dims, output: int = 0) -> Computed:
        """How a constant comes from its own inputs."""
        inputs = [one.recipe if isinstance(one, Constant) else None for one in self.inputs]
        return Computed(self.node.op, self.node.attributes, tuple(inputs), dims, output, self.opset)

    def like(self, spec: Op, x: Active, *weights: Constant | None) -> Active:
        """What an operator makes that keeps the shape of its one input."""
        return Active(x.dims, self.add(spec, x.tensor, weights=weights), x.order)

    def running(
        self,
        dims: Dims,
        laid: Laid,
        operands: Sequence[Value | None] = (),
        trained: Sequence[Value | None] | None = None,
    ) -> Running:
        """The operator as a function of its inputs, or of other operands.

        Of the constants among them it learns those that are `trained`, or all.
        """
        given = operands or self.inputs
        if trained is None:
            trained = may_be_trained(self.node.op, given)
        own = self.graph.learn(*trained_in(trained))
        found = Operands(self.node.op, given, own, self.graph.shape)
        return Running(
            function=self.node.op,
            operands=found.listed,
            attributes=self.node.attributes,
            dims=dims,
            order=laid[1],
            rank=len(laid[0]),
            opset=self.opset,
            trained=own,
            beside=tuple(found.beside),
        )

    def as_function(
        self, spec: Op, x: Active, dims: Dims, trained: Sequence[Value | None] | None = None
    ) -> Active:
        """What costs as an operator of ours does, and runs as the function of ONNX.

        For where the two differ in what they compute. It lies as its first input, `x`.
        """
        laid = (self.graph.shape(x.tensor), x.order)
        run = self.running(dims, laid, (x, *self.inputs[1:]), trained)
        tensor = self.graph.add(self, spec, x.tensor, weights=run.weights, run=run)
        return Active(dims, tensor, x.order)

    def runs(self, spec: type[General], run: Running, shape: Dims, **arguments: object) -> int:
        """The number of the tensor that a function of ONNX writes, counted in general terms."""
        general = spec.trusted(function=run.function, shape=shape, learned=run.learned, **arguments)
        tensors = [one.tensor for one in self.tensors]
        return self.graph.add(self, general, *tensors, weights=run.weights, run=run)

    def elementwise(self, dims: Dims, like: Active | None = None) -> Active:
        """Something in bytes, in the order of an input that has the same shape."""
        alike = like is not None and like.dims == dims
        laid = (self.graph.shape(like.tensor), like.order) if like and alike else plain(dims)
        return Active(dims, self.runs(Elementwise, self.running(dims, laid), laid[0]), laid[1])

    def movement(self, dims: Dims, laid: Laid | None = None, *, output: int = 0) -> Active:
        """Something in bytes that mixes places; laid out as told, or in the order of its dims."""
        laid = laid or plain(dims)
        run = self.running(dims, laid)._replace(output=output)
        return Active(dims, self.runs(Movement, run, laid[0]), laid[1])


def unknown(call: Call) -> tuple[Value, ...]:
    """Outputs of which nothing is known."""
    return tuple([Unknown(call.node.op) for _ in call.node.outputs])


def given_dims(call: Call) -> list[Dims]:
    """The dims of all inputs that are there."""
    return [one.dims for one in call.inputs if isinstance(one, Active | Constant)]
