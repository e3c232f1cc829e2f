"""What every named convolution can be asked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar, TypeVar

from convcalc.analysis.cost import op_costs, summed
from convcalc.analysis.receptive_field import receptive_field
from convcalc.errors import InputError
from convcalc.graph import Builder, Graph, with_axes
from convcalc.ops.op import Op, Shape
from convcalc.ops.spec import Spec
from convcalc.variants.kind import kinds
from convcalc.variants.layer_cost import LayerCost

O = TypeVar("O", bound=Op)  # noqa: E741 — an operator class


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """What a variant costs by the one-line formula of the literature. [1, MAC]"""

    params: int
    macs: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """The claimed cost relative to the standard convolution: a formula and its value."""

    text: str
    value: Fraction


class Variant(Spec):
    """A convolution of the field with a name of its own. It expands into primitive operators."""

    name: ClassVar[str]
    source: ClassVar[str]
    examples: ClassVar[tuple[str, ...]]
    compared: ClassVar[tuple[Mapping[str, object], ...]] = ({},)  # its rows in a comparison

    @abstractmethod
    def expand(self, build: Builder, x: int) -> int:
        """Add the operators to `build`, reading tensor `x`; gives the tensor they write."""

    @abstractmethod
    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """Params and MACs for one sample by the formula of the literature."""

    def ratio(self, x: Shape) -> Ratio | None:
        """The claimed MACs relative to a standard convolution of the same window, if any."""
        del x
        return None

    @classmethod
    def between(cls, x: Shape, out_channels: int) -> Mapping[str, object]:
        """The arguments that make it map this input to so many channels."""
        del x
        return {"out_channels": out_channels}

    def settled(self, x: Shape) -> Variant:
        """The same variant with one value per axis and every default in numbers."""
        del x
        return self

    def graph(self, x: Shape) -> Graph:
        """The primitive operators for an input of this shape.

        Raises InputError when a rule of an operator does not hold.
        """
        build = Builder(with_axes(x))
        try:
            return build.graph(self.expand(build, 0))
        except InputError as error:
            raise (error.bare() if error.problem.path == self.name else error) from None

    def cost(self, x: Shape, *, batch: int = 1, dtype: str = "fp32") -> LayerCost:
        """What the layer costs for an input of channels and sizes, without the batch.

        Raises InputError when a rule of an operator does not hold.
        """
        graph = self.graph(x)
        costs = op_costs(graph, batch=batch, dtype=dtype)
        fields = receptive_field(graph)
        return LayerCost(
            variant=self.name,
            kind=kinds(graph),
            input=graph.inputs[0],
            output=graph.shape(graph.outputs[0]),
            arguments=self.arguments(graph),
            batch=batch,
            dtype=dtype,
            ops=costs,
            receptive_field=tuple([field.size for field in fields]),
            jump=tuple([field.jump for field in fields]),
            **summed(costs),
        )

    def arguments(self, graph: Graph) -> Mapping[str, object]:
        """Its own arguments in numbers, once it has been expanded."""
        return self.settled(graph.inputs[0]).fields()

    def as_op(self, op: type[O], **changes: Any) -> O:  # noqa: ANN401 — any field of a spec
        """An operator with the arguments that it shares with this variant."""
        fields = vars(self)
        shared = {name: fields[name] for name in _shared(op, type(self))}
        return op.holding({**shared, **changes})


@cache
def _shared(op: type[Op], variant: type[Variant]) -> tuple[str, ...]:
    return tuple(name for name in op.model_fields if name in variant.model_fields)
