"""From a document to a graph: stages and copies made, conditions decided, names kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from convcalc.column import Column
from convcalc.errors import InputError, Place, Problem
from convcalc.graph import Builder, Graph
from convcalc.network import words
from convcalc.network.chain import chain
from convcalc.network.makers import FOLLOWING, Makers, evaluated
from convcalc.network.model import Document, Item, Row, Word
from convcalc.network.openers import OPENERS, Copy, Frame
from convcalc.network.problems import Problems
from convcalc.network.scope import COPY
from convcalc.network.tensors import LOST, SEVERAL, Tensors
from convcalc.network.values import NETWORK, Fault, Names, Value, holds, whole
from convcalc.ops.op import Shape

LAYERS = 400_000  # 10⁵ convolutions with norm and activation, and some more
_PATH = 500  # characters: a longer path counts as several layers

# Which argument a rule is about: the place to point at, if the item gives it.
_ABOUT = {
    "CC201": "kernel_size",
    "CC203": "kernel_size",
    "CC204": "groups",
    "CC206": "output_padding",
    "CC208": "padding",
    "CC237": "dims",
    "CC238": "counts",
}


@dataclass(frozen=True, slots=True)
class _Stage:
    """Copies that follow one another: their path, which a number may end, and their name."""

    frame: Frame
    path: str
    name: str | None
    numbered: bool


def _stage(item: Item, row: Row, frame: Frame, path: str, numbered: str) -> _Stage:
    """The stage of a row: one with a name of its own counts its copies even if it is one."""
    if row.name:
        return _Stage(frame, f"{path}{row.name}", row.name, numbered=True)
    return _Stage(frame, numbered, item.name, numbered=item.repeat is not None)


class _TooMuchError(Exception):
    """The expansion ends here; why is among the problems."""


@dataclass(slots=True)
class Expansion:
    """Opens a document into a builder; what is wrong is gathered in `problems`."""

    document: Document
    variables: Mapping[str, object]
    inputs: Mapping[str, Shape]
    problems: Problems
    build: Builder = field(init=False)
    makers: Makers = field(default_factory=Makers)
    left: int = LAYERS
    train_only: bool = False
    shared: bool = False

    def __post_init__(self) -> None:
        self.build = self.builder(*self.inputs.values())

    def builder(self, *shapes: Shape) -> Builder:
        """What the operators are added to."""
        return Builder(*shapes)

    def graph(self) -> Graph:
        """The whole network. Raises InputError with all that is wrong with it."""
        layers, network = self.document.layers, dict(self.variables)
        if not layers:  # none of them could be read
            self.problems.require_none()
        inputs = {name: number for number, name in enumerate(self.inputs)}
        frame = Frame({COPY: 0, **network, NETWORK: network}, Tensors(layers, inputs))
        outputs: list[int] = []
        try:
            last = self.run(layers, frame, 0 if len(inputs) == 1 else SEVERAL, "")
            outputs = self._outputs(frame, last)
        except _TooMuchError:
            pass
        self.problems.require_none()
        return self.build.graph(*outputs)

    def _outputs(self, frame: Frame, last: int) -> list[int]:
        found = []
        for word in self.document.outputs or (self._end(),):
            try:
                found.append(frame.tensors.find(word, last))
            except Fault as fault:
                self.problems.fault(fault)
        return found

    def _end(self) -> Word:
        """What stands last is the output, unless outputs are named."""
        return Word(words.PREVIOUS, self.document.layers[-1].place)

    def run(self, layers: tuple[Item, ...], frame: Frame, x: int, path: str) -> int:
        """The tensor that a list of layers makes of `x`; what is wrong is noted."""
        for item in layers:
            try:
                x = self._stages(item, frame, x, path)
            except Fault as fault:
                self.problems.fault(fault)
                x = self._lost(item, frame)
        return x

    def _lost(self, item: Item, frame: Frame) -> int:
        for name in (item.name, *[row.name for row in item.rows]):
            if name:
                frame.tensors.name(name, LOST)
        return LOST

    def _stages(self, item: Item, frame: Frame, x: int, path: str) -> int:
        """The stages of an item: one for each row of `each`, or one alone."""
        own = f"{path}{item.path}"
        if not item.rows:
            stage = _Stage(frame, own, item.name, numbered=item.repeat is not None)
            return self._copies(item, frame.names, x, stage)
        for number, row in enumerate(item.rows):
            names = {**frame.names, **dict(evaluated(row.values, frame.names))}
            stage = _stage(item, row, frame, path, f"{own}.{number}")
            if holds(row.condition, names):
                x = self._copies(item, names, x, stage)
        return x

    def _copies(self, item: Item, names: Names, x: int, stage: _Stage) -> int:
        """All copies of a layer, one after the other."""
        for number in range(self._count(item, names)):
            here = {**names, COPY: number} if item.counted else names
            own = f"{stage.path}.{number}" if stage.numbered else stage.path
            self.spend(1 + len(own) // _PATH, item.place)
            if holds(item.condition, here):
                y = self._once(Copy(item, here, stage.frame, own, number == 0), x)
                x = x if item.train_only else y
        if stage.name:
            stage.frame.tensors.name(stage.name, x)
        return x

    def _count(self, item: Item, names: Names) -> int:
        if item.repeat is None:
            return 1
        count = whole(item.repeat.evaluate(names))
        if isinstance(count, Column):
            count = count.settled()
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise Fault("CC105", f"repeat: {count!r} is no number of copies", item.repeat.place)
        if count > self.left:
            self.refuse(f"the network has more than {LAYERS:,} layers", item.repeat.place)
        return count

    def spend(self, layers: int, place: Place) -> None:
        """Count what is opened; too much ends here."""
        self.left -= layers
        if self.left < 0:
            self.refuse(f"the network has more than {LAYERS:,} layers", place)

    def refuse(self, sentence: str, place: Place) -> None:
        """End here: the network is too large."""
        self.problems.add("CC113", f"{sentence}; lower a repeat, or make it flatter", place)
        raise _TooMuchError

    def _once(self, copy: Copy, x: int) -> int:
        """One copy of a layer. What is wrong with its shapes is noted, and the tensor lost."""
        item, before = copy.item, (self.train_only, self.shared)
        if item.call is None:
            return LOST
        inputs = [copy.frame.tensors.find(word, x) for word in item.sources] or [x]
        if LOST in inputs:
            return LOST
        self.train_only = before[0] or item.train_only
        self.shared = before[1] or item.shared
        try:
            return OPENERS[type(item.call)](self, copy, inputs)
        except InputError as error:
            self.broken(error, item, inputs[0])
            return LOST
        finally:
            self.train_only, self.shared = before

    def broken(self, error: InputError, item: Item, x: int) -> None:
        """Note what is wrong with a layer."""
        self.problems.keep(self._placed(error.problem, item, x))

    def _placed(self, problem: Problem, item: Item, x: int) -> Problem:
        """The problem at the argument that it is about, or at the operator, and the way there."""
        given: Mapping[str, Value] = getattr(item.call, "arguments", {})
        part = problem.path.rpartition(".")[2]
        about = given.get(part if part in FOLLOWING else problem.key or _about(problem))
        place = about.place if about else item.place
        way = chain(self.build, x, tuple(self.inputs))
        return Problem(problem.code, problem.message, problem.path, place, way)


def _about(problem: Problem) -> str:
    return _ABOUT.get(problem.code, "")
