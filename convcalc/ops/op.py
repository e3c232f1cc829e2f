"""What every primitive operator can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, NamedTuple, Self

from convcalc.ops.rules import Rule
from convcalc.ops.spec import Spec
from convcalc.ops.wiring import Wiring

Shape = tuple[int, ...]  # channels first, then one size per axis; never the batch


class Working:
    """A formula with the numbers put in: computed for a cost, printed by `--explain`."""

    __slots__ = ("formula", "quantity", "value", "values")

    def __init__(
        self, quantity: str, formula: Callable[..., int], values: Mapping[str, object]
    ) -> None:
        self.quantity = quantity
        self.formula = formula
        self.values = values
        self.value = formula(**values)


class Span(NamedTuple):
    """A run of positions along one axis, both ends in it; empty where `last < first`."""

    first: int
    last: int


class Op(Spec):
    """One primitive operator. Shapes are channels first and have no batch."""

    name: ClassVar[str]
    weighs: ClassVar[bool] = False  # its outputs are counted as activations
    is_view: ClassVar[bool] = False  # it moves no bytes
    ends_field: ClassVar[bool] = False  # positions end here: a global pool, flatten, linear
    keeps_positions: ClassVar[bool] = True  # an output's position is one of the input's
    channelwise: ClassVar[bool] = False  # an output channel reads that channel and no other
    normalizes: ClassVar[bool] = False  # it takes off the mean of the channels that are read

    def resolved(self, *inputs: Shape) -> Self:
        """The same operator with one value per axis and padding in numbers."""
        del inputs
        return self

    def terse(self, *inputs: Shape) -> Self:
        """The same operator without what `resolved` would say anyway: as people write it."""
        del inputs
        return self

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """What must hold for these inputs. Asked of a resolved operator."""
        del inputs
        return iter(())

    def output(self, *inputs: Shape) -> Shape:
        """The shape that it writes."""
        return inputs[0]

    def written(self, *inputs: Shape) -> Shape | None:
        """The shape that it writes if all rules hold; an operator may tell it in a shorter way."""
        return self.output(*inputs) if all(rule.holds for rule in self.rules(*inputs)) else None

    def sizes(self, x: Shape) -> tuple[Working, ...]:
        """The formulas of its output's sizes, where it has any, along each axis."""
        del x
        return ()

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """The formulas of all it costs; a quantity that is not named here costs nothing."""
        del inputs, output, batch
        return iter(())

    def figures(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Mapping[str, int]:
        """What those formulas come to, by quantity."""
        return {working.quantity: working.value for working in self.workings(inputs, output, batch)}

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """The number of elements of each trained tensor."""
        del inputs
        return ()

    def sees(self, axis: int, span: Span, inputs: tuple[Shape, ...]) -> Span:
        """The run of input positions that this run of output positions reads."""
        del axis, inputs
        return span

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """The inputs, by number, of which every position is read for each output position.

        What `sees` and `reads` say is meant of the other ones.
        """
        del inputs
        return ()

    def alike(self, one: int, other: int) -> bool:
        """Whether it reads two axes in the same way, whatever their sizes."""
        del one, other
        return True

    def reads(self, axis: int, position: int) -> range:
        """Every input position that one output reads, also those that lie in the padding."""
        del axis
        return range(position, position + 1)

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """The input channels that each output channel reads: all, unless it is said otherwise."""
        del inputs
        return Wiring("groups", output[0] if self.channelwise else 1)

    @property
    def bound_to_size(self) -> bool:
        """Whether an input of another size is read in other steps, as by an adaptive pool."""
        return False

    def fullest(self, axis: int) -> tuple[int, int]:
        """After how many outputs their fields repeat, and an output that sees the most inputs.

        That is more than 1 for upsampling, and for what makes sizes of any ratio.
        """
        del axis
        return 1, 0
