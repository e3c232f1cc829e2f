"""A network: a file with its settings, opened into a graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convcalc.analysis.network_cost import NetworkCost, network_cost
from convcalc.collector import collector_off
from convcalc.errors import InputError, nearest
from convcalc.graph import Graph
from convcalc.network.document import read_document
from convcalc.network.expand import Expansion
from convcalc.network.inputs import asked_inputs, input_shapes, setting
from convcalc.network.model import Document, Figure, Preset
from convcalc.network.model_file import ModelFile, is_model, whole_numbers
from convcalc.network.problems import Problems
from convcalc.network.source import DISK, Files, Source, read_file
from convcalc.network.uncounted import Uncounted
from convcalc.network.values import Fault, Value, names_in, whole
from convcalc.network.zoo import meant

if TYPE_CHECKING:
    from convcalc.network.budgets import Budget
    from convcalc.network.onnx import Execution


@dataclass(frozen=True, slots=True)
class Network:
    """A network with all its vars in numbers."""

    name: str
    file: str
    variables: Mapping[str, object]
    graph: Graph
    figures: Mapping[str, Figure]  # of the file or preset as it stands; empty once it is changed
    source: str
    budget: Budget | None = None
    presets: tuple[str, ...] = ()  # those of its file that have figures
    uncounted: tuple[Uncounted, ...] = ()  # what a model does that is not in the numbers
    inputs: tuple[str, ...] = ("input",)  # their names
    execution: Execution | None = None  # how a model runs, and with which weights

    @property
    def expected(self) -> dict[str, int]:
        """The numbers that the file expects of the network."""
        return {metric: figure.value for metric, figure in self.figures.items()}

    def cost(self, *, batch: int = 1, dtype: str = "fp32") -> NetworkCost:
        """What the network costs: totals, and each operator's share."""
        return network_cost(self.graph, batch=batch, dtype=dtype)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked of a file beside what it says."""

    variables: Mapping[str, object]
    input: str | None = None
    preset: str | None = None

    @property
    def changed(self) -> bool:
        """Whether the figures that the file expects are of another network."""
        return bool(self.variables) or self.input is not None


def load(
    path: str,
    *,
    set: Mapping[str, object] | None = None,  # noqa: A002 — the word of the language
    input: str | None = None,  # noqa: A002 — likewise
    preset: str | None = None,
    files: Files = DISK,
) -> Network:
    """The network of a YAML or ONNX file or of the zoo, with other values for its vars or input.

    The file and its imports are taken from `files`, a network of the zoo from the disk. The vars
    of a model are the sizes that it leaves open, and its inputs of one whole number, under the
    names it has for them.

    Raises InputError with everything that is wrong, each at its place.

    >>> load("resnet101").cost().macs, load("mobilenet_v2", set={"width": 0.5}).cost().macs
    (7801405440, 97131840)
    """
    entry = meant(path, files)
    if entry:
        path, preset, files = entry.path, preset or entry.preset, DISK
    settings = Settings(set or {}, input, preset)
    return read_network(source_of(path, files), settings)


def source_of(path: str, files: Files = DISK) -> Source | ModelFile:
    """What a file holds: a text, or a model that is read when its network is asked for."""
    return ModelFile(path, files) if is_model(path) else read_file(path, files)


def read_network(source: Source | ModelFile, settings: Settings) -> Network:
    """The network that a text describes, or that a model is."""
    if isinstance(source, ModelFile):
        return _model(source, settings)
    name = source.path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or source.file
    problems = Problems()
    return opened(read_document(source, name, problems), settings, problems)


@collector_off()
def _model(source: ModelFile, settings: Settings) -> Network:
    """A model with the sizes that it leaves open, and the numbers that it is given."""
    if settings.preset is not None:
        said = f'{source.file}: unknown preset "{settings.preset}"; a model has none'
        raise InputError("CC115", said)
    given = {name: setting(name, value) for name, value in settings.variables.items()}
    numbers = whole_numbers(source.file, given)
    found = source.imported(settings.input, numbers)
    return Network(
        name=source.name,
        file=source.file,
        variables=numbers,
        graph=found.graph,
        figures={},
        source="",
        uncounted=found.uncounted,
        inputs=tuple([one.name for one in found.execution.inputs]),
        execution=found.execution,
    )


@collector_off()
def opened(document: Document, settings: Settings, problems: Problems) -> Network:
    """A document with its settings, opened into a graph.

    Raises InputError with the problems so far and all that are found on the way.
    """
    before = len(problems)
    preset = preset_of(document, settings.preset)
    variables = variables_of(document, preset, settings.variables, problems)
    inputs = preset.input if preset and preset.input else document.input
    shapes = input_shapes(inputs, variables, problems)
    if len(problems) > before:
        problems.refuse()
    if settings.input is not None:
        shapes |= asked_inputs(settings.input, list(shapes))
    facts = preset or document
    return Network(
        name=" ".join(facts.name.splitlines()),  # in a log it might begin a line of its own
        file=document.file,
        variables=variables,
        graph=Expansion(document, variables, shapes, problems).graph(),
        figures={} if settings.changed else facts.expected,
        source=facts.source or document.source,
        budget=document.budget,
        inputs=tuple(shapes),
        presets=tuple([name for name, one in document.presets.items() if one.expected]),
    )


def preset_of(document: Document, name: str | None) -> Preset | None:
    """The preset of a file that a name means, if one is meant."""
    if name is None:
        return None
    if name not in document.presets:
        known = ", ".join(document.presets) or "none"
        hint = nearest(name, document.presets) or f"; it has {known}"
        raise InputError("CC115", f'{document.file}: unknown preset "{name}"{hint}')
    return document.presets[name]


def variables_of(
    document: Document,
    preset: Preset | None,
    asked: Mapping[str, object],
    problems: Problems,
) -> dict[str, object]:
    """Every var in numbers, in the order of the file: one may use those before it."""
    for name in asked:
        if name not in document.variables:
            known = list(document.variables)
            hint = nearest(name, known) or f"; its vars are {', '.join(known) or 'none'}"
            raise InputError("CC102", f'{document.name} has no var "{name}"{hint}')
    overrides: Mapping[str, Value] = preset.variables if preset else {}
    found: dict[str, object] = {}
    for name, written in document.variables.items():
        value = overrides.get(name, written)
        try:
            if name in asked:
                found[name] = setting(name, asked[name])
            elif all(used in found for used in names_in(value)):  # else it is told where that is
                found[name] = whole(value.evaluate(found))
        except Fault as fault:
            problems.fault(fault)
    return found
