"""A network opened for many points at once: the same walk, with columns for numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from convcalc.column import Column
from convcalc.errors import InputError, Problem
from convcalc.graph import Builder, Graph
from convcalc.network.expand import Expansion
from convcalc.network.inputs import asked_inputs
from convcalc.network.model import Document, Item, Preset
from convcalc.network.opening import input_shapes, variables_of
from convcalc.network.problems import Problems
from convcalc.ops.op import Op, Shape


class ImpossibleError(Exception):
    """No point of this part can be; why is what the code means."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Strict(Problems):
    """The first thing that is wrong ends the walk: a point cannot be for more than one reason."""

    def keep(self, problem: Problem) -> NoReturn:
        """End here."""
        raise ImpossibleError(problem.code)

    def refuse(self) -> NoReturn:
        """Nothing was kept."""
        raise AssertionError("a problem was kept")


class ColumnBuilder(Builder):
    """Shapes that are the same become one object, so that equal layers are computed once."""

    def worked_out(self, path: str, spec: Op, shapes: tuple[Shape, ...]) -> tuple[Op, Shape]:
        """The operator, and the shape that it writes."""
        op, output = super().worked_out(path, spec, shapes)
        return op, tuple([_whole(size) for size in output])


def _whole(size: Any) -> Any:  # noqa: ANN401 — a column or an int
    return size.whole() if isinstance(size, Column) else size


class Walk(Expansion):
    """Opens a document for all points of a part."""

    def builder(self, *shapes: Shape) -> Builder:
        """One that knows columns."""
        return ColumnBuilder(*shapes)

    def broken(self, error: InputError, item: Item, x: int) -> NoReturn:
        """What is wrong is only counted, so no sentence is made."""
        del item, x
        raise ImpossibleError(error.code)


@dataclass(frozen=True, slots=True)
class Plan:
    """The network that is swept, its expressions made for columns."""

    document: Document
    preset: Preset | None
    settings: Mapping[str, object]  # vars that are changed for all points
    input: str | None

    def variables(self, swept: Mapping[str, object]) -> Mapping[str, object]:
        """Every var: a column, or the same for all points."""
        asked = {**self.settings, **swept}
        return variables_of(self.document, self.preset, asked, Strict())

    def graph(self, variables: Mapping[str, object]) -> Graph:
        """The graph of all points.

        Raises ImpossibleError where they cannot be, DifferError where they are to be parted.
        """
        problems, preset = Strict(), self.preset
        inputs = preset.input if preset and preset.input else self.document.input
        shapes = input_shapes(inputs, variables, problems)
        if self.input is not None:
            shapes |= asked_inputs(self.input, list(shapes))
        return Walk(self.document, variables, shapes, problems).graph()
