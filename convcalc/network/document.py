"""Reading a whole network file: its keys, vars, defaults, blocks, layers, presets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convcalc.errors import Place, nearest
from convcalc.network import words
from convcalc.network.arguments import Reader, arguments, entries
from convcalc.network.blocks import Declared, declared, read_blocks
from convcalc.network.facts import expected_figures, text_of
from convcalc.network.imports import imported
from convcalc.network.items import read_layers
from convcalc.network.model import Document, Item, Preset
from convcalc.network.problems import Problems
from convcalc.network.references import check_part, check_variable, references
from convcalc.network.scope import Scope
from convcalc.network.source import Entry, Node, Scalar, Sequence, Source
from convcalc.network.source import Mapping as MappingNode
from convcalc.network.values import NetworkWide, Value

if TYPE_CHECKING:
    from convcalc.network.budgets import Budget

VERSION = 1
KEYS = (
    "convcalc",
    "name",
    "input",
    "vars",
    "defaults",
    "import",
    "blocks",
    "layers",
    "outputs",
    "presets",
    "expected",
    "source",
    "budget",
)
_PRESET_KEYS = ("set", "input", "expected", "source")
# What other files of ours hold, and which command reads them.
_OTHERS = {"sweep": "convcalc sweep", "budgets": "convcalc audit", "networks": "convcalc audit"}


@dataclass(frozen=True, slots=True)
class _Top:
    """The keys of a file, and where to note what is wrong."""

    source: Source
    problems: Problems
    found: Mapping[str, Entry]

    def node(self, key: str) -> Node | None:
        entry = self.found.get(key)
        return entry.value if entry else None


def read_document(source: Source, name: str, problems: Problems) -> Document:
    """The network that a file describes; `name` is what it is called unless it says so.

    What is wrong with single layers is noted, and the others can still be opened. Raises
    InputError with everything that is wrong, if it is more than layers.
    """
    top = _top(source, problems)
    network = Scope(problems, _variables(top))
    blocks = {**imported(source, top.node("import"), problems), **_own_blocks(top)}
    known = {block: found.variables for block, found in blocks.items()}
    reader = Reader(source, problems, network, known)
    variables = _read_variables(top, reader)
    reader = replace(reader, defaults=_defaults(top, reader))
    inputs = read_inputs(top.node("input"), reader)
    outputs = references(asked, reader) if (asked := top.node("outputs")) else ()
    presets = _presets(top, reader)
    expected = expected_figures(top.node("expected"), reader)
    usable = not problems
    document = Document(
        name=text_of(top.node("name"), reader) or name,
        file=source.file,
        input=inputs,
        variables=variables,
        blocks=read_blocks(blocks, reader),
        layers=_layers(top, reader),
        outputs=outputs,
        presets=presets,
        expected=expected,
        source=text_of(top.node("source"), reader),
        budget=_budget(top.node("budget"), reader),
    )
    network.require_used("var {}", "use it, or delete it")
    if not usable:
        problems.refuse()
    return document


def _top(source: Source, problems: Problems) -> _Top:
    root = source.root
    if not isinstance(root, MappingNode):
        place = source.place(root.mark)
        problems.add("CC119", "a network file is a mapping; begin with convcalc: 1", place)
        problems.refuse()
    found = {one.key.text: one for one in root.entries if not one.key.text.startswith("x-")}
    top = _Top(source, problems, found)
    _check_kind(top, source.place(root.mark))
    for key, entry in found.items():
        if key not in KEYS:
            sentence = f'unknown key "{key}"{nearest(key, KEYS) or _listed()}'
            problems.add("CC102", sentence, source.place(entry.key.mark))
    if "layers" not in found or "input" not in found:
        problems.require_none()
        missing = "input" if "layers" in found else "layers"
        problems.add("CC103", f"{missing} is missing; {_NEEDED[missing]}", source.place(root.mark))
        problems.require_none()
    return top


_NEEDED = {
    "input": "write input: 3x224x224, channels first",
    "layers": "write layers: and a list of them",
}


def _listed() -> str:
    return f"; a network has {', '.join(KEYS)}, and your own keys begin with x-"


def _check_kind(top: _Top, start: Place) -> None:
    """Refuse files of another version or kind at once: nothing else of them means anything."""
    version = top.node("convcalc")
    if version is None:
        top.problems.add("CC119", f"convcalc: {VERSION} is missing at the top", start)
    elif not isinstance(version, Scalar) or version.value != VERSION:
        place = top.source.place(version.mark)
        sentence = f"the format version is not {VERSION}; write convcalc: {VERSION}"
        top.problems.add("CC119", sentence, place)
    for key, command in _OTHERS.items():
        if key in top.found and "layers" not in top.found:
            place = top.source.place(top.found[key].key.mark)
            top.problems.add("CC119", f"this is no network: {command} reads it", place)
            top.problems.require_none()
    if "blocks" in top.found and "layers" not in top.found:
        sentence = "this is a library of blocks, no network; name it under import: of a network"
        top.problems.add("CC119", sentence, start)
        top.problems.require_none()


def _variables(top: _Top) -> dict[str, Place]:
    node = top.node("vars")
    if not isinstance(node, MappingNode):
        return {}
    return {one.key.text: top.source.place(one.key.mark) for one in node.entries}


def _read_variables(top: _Top, reader: Reader) -> dict[str, Value]:
    """Each var's value; it may use those before it."""
    found: dict[str, Value] = {}
    known = Scope(reader.problems, {})
    for entry in entries(top.node("vars"), reader, "vars"):
        check_variable(entry.key, reader)
        value = reader.within(known).free_value(entry.value)
        reader.scope.mark_used(value)
        known.add(entry.key.text)
        if value:
            found[entry.key.text] = value
    return found


def _own_blocks(top: _Top) -> dict[str, Declared]:
    return declared(top.source, top.node("blocks"), top.problems)


def _defaults(top: _Top, reader: Reader) -> dict[str, dict[str, Value]]:
    found: dict[str, dict[str, Value]] = {}
    for entry in entries(top.node("defaults"), reader, "defaults"):
        name = entry.key.text
        if name not in words.operators():
            sentence = f'unknown operator "{name}"{nearest(name, words.operators())}'
            reader.problem("CC117", sentence, entry.key)
            continue
        if name in (*words.JOINS, words.SPLIT):
            reader.problem("CC102", f"{name} has no arguments, so no defaults", entry.key)
            continue
        given = arguments(entry.value, words.operator(name), name, reader)
        found[name] = {key: NetworkWide(value) for key, value in given.items()}
    return found


def _layers(top: _Top, reader: Reader) -> tuple[Item, ...]:
    node = top.node("layers")
    if isinstance(node, Sequence) and not node.items:
        reader.problem("CC103", f"the list has no layers; {_NEEDED['layers']}", node)
    return read_layers(node, reader) if node else ()


def _budget(node: Node | None, reader: Reader) -> Budget | None:
    if node is None:
        return None
    from convcalc.network.budgets.read import read_budget  # noqa: PLC0415 — few files have one

    return read_budget(node, reader, own=True)


def read_inputs(node: Node | None, reader: Reader) -> dict[str, Value]:
    """One shape, or several by name."""
    shapes = {words.INPUT: node}
    if isinstance(node, MappingNode):
        shapes = {one.key.text: one.value for one in _input_entries(node, reader)}
    found = {name: reader.value(shape) for name, shape in shapes.items() if shape}
    return {name: value for name, value in found.items() if value}


def _input_entries(node: MappingNode, reader: Reader) -> tuple[Entry, ...]:
    found = entries(node, reader, "input")
    if not found:
        reader.problem("CC103", f"no input is named; {_NEEDED['input']}", node)
    for one in found:
        check_part(one.key, reader)
        if one.key.text == words.PREVIOUS:
            reader.problem("CC105", '"prev" is a word of the language; use another', one.key)
    return found


def _presets(top: _Top, reader: Reader) -> dict[str, Preset]:
    found = {}
    for entry in entries(top.node("presets"), reader, "presets"):
        keys = {one.key.text: one for one in entries(entry.value, reader, "a preset")}
        for key, one in keys.items():
            if key not in _PRESET_KEYS:
                hint = nearest(key, _PRESET_KEYS) or f"; it has {', '.join(_PRESET_KEYS)}"
                reader.problem("CC102", f'unknown key "{key}" for a preset{hint}', one.key)
        nodes = {key: one.value for key, one in keys.items()}
        shape = nodes.get("input")
        found[entry.key.text] = Preset(
            name=entry.key.text,
            place=reader.place(entry.key),
            variables=_settings(nodes.get("set"), reader),
            input=read_inputs(shape, reader) if shape else None,
            expected=expected_figures(nodes.get("expected"), reader),
            source=text_of(nodes.get("source"), reader),
        )
    return found


def _settings(node: Node | None, reader: Reader) -> dict[str, Value]:
    """Values for vars of the network."""
    found: dict[str, Value] = {}
    for entry in entries(node, reader, "set"):
        if entry.key.text not in reader.scope:
            hint = nearest(entry.key.text, list(reader.scope)) or "; name one of vars"
            reader.problem("CC102", f'unknown var "{entry.key.text}"{hint}', entry.key)
        elif value := reader.free_value(entry.value):
            found[entry.key.text] = value
    return found
