"""From a document to a network: its vars and inputs in numbers, its layers in a graph."""

from __future__ import annotations

from collections.abc import Mapping

from convcalc.collector import collector_off
from convcalc.errors import InputError, nearest
from convcalc.graph import Builder
from convcalc.network.document import read_document
from convcalc.network.expand import Expansion
from convcalc.network.given import setting
from convcalc.network.inputs import asked_inputs, shape_of
from convcalc.network.model import Document, Preset
from convcalc.network.network import Network, Settings
from convcalc.network.problems import Problems
from convcalc.network.source import Source
from convcalc.network.values import Fault, Names, Value, names_in, whole
from convcalc.ops.op import Shape


def described(source: Source, settings: Settings) -> Network:
    """The network that a text describes."""
    name = source.path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or source.file
    problems = Problems()
    return opened(read_document(source, name, problems), settings, problems)


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


def input_shapes(inputs: Mapping[str, Value], names: Names, problems: Problems) -> dict[str, Shape]:
    """Each input's shape in numbers; what is wrong with one is noted."""
    shapes: dict[str, Shape] = {}
    for name, value in inputs.items():
        try:
            shapes[name] = Builder(shape_of(whole(value.evaluate(names)))).shape(0)
        except Fault as fault:
            problems.fault(fault)
        except InputError as error:
            problems.keep(error.problem.at(value.place))
        except ValueError as error:
            problems.add("CC202", f"{name}: {error}", value.place)
    return shapes
