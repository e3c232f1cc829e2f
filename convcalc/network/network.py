"""A network: a file with its settings, opened into a graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convcalc.analysis.network_cost import NetworkCost, network_cost
from convcalc.collector import collector_off
from convcalc.errors import InputError
from convcalc.graph import Graph
from convcalc.network.files import DISK, Files
from convcalc.network.model_file import ModelFile, holds_model, is_model, whole_numbers
from convcalc.network.stdin import STDIN, stdin_bytes
from convcalc.network.uncounted import Uncounted
from convcalc.network.zoo import meant

if TYPE_CHECKING:  # the language of networks is imported where there is a text: a model has none
    from convcalc.network.budgets import Budget
    from convcalc.network.model import Figure
    from convcalc.network.onnx import Execution
    from convcalc.network.source import Source


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
    """What a file holds: a text, or a model that is read when its network is asked for.

    `-` is stdin, of which the first byte tells what it holds.
    """
    if path == "-":
        return _stdin(files)
    if is_model(path):
        return ModelFile(path, files)
    from convcalc.network.source import read_file  # noqa: PLC0415 — a model has no text

    return read_file(path, files)


def _stdin(files: Files) -> Source | ModelFile:
    data = stdin_bytes()
    if holds_model(data):
        return ModelFile(STDIN, data=data)
    from convcalc.network.source import read_text  # noqa: PLC0415 — as above

    return read_text(bytes(data), STDIN, files)


def read_network(source: Source | ModelFile, settings: Settings) -> Network:
    """The network that a text describes, or that a model is."""
    if isinstance(source, ModelFile):
        return _model(source, settings)
    from convcalc.network.opening import described  # noqa: PLC0415 — as above

    return described(source, settings)


@collector_off()
def _model(source: ModelFile, settings: Settings) -> Network:
    """A model with the sizes that it leaves open, and the numbers that it is given."""
    if settings.preset is not None:
        said = f'{source.file}: unknown preset "{settings.preset}"; a model has none'
        raise InputError("CC115", said)
    numbers = whole_numbers(source.file, settings.variables)
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
