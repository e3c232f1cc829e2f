"""A whole network as a flat file: vars in numbers, conditions decided, copies where they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from convcalc.network import words
from convcalc.network.network import Network
from convcalc.network.uncounted import gathered
from convcalc.network.writing.layout import NONE, Layout
from convcalc.network.writing.lines import Line, lines_of
from convcalc.network.writing.names import cleaned
from convcalc.network.writing.runs import Entry, Run, Unit, entries_of, runs_of
from convcalc.notation import show_tuple
from convcalc.ops import OPS
from convcalc.variants import VARIANTS

_PLAIN = re.compile(r"[^\W\d][\w ./-]*")
_PART = re.compile(r"[\w-]+")


def yaml_text(network: Network) -> str:
    """A network file that costs the same.

    Raises InputError for what a network file cannot say.
    """
    return "\n".join(_file(network)) + "\n"


def _file(network: Network) -> Iterator[str]:
    graph = network.graph
    inputs = _input_names(network)
    units = runs_of(lines_of(graph, inputs), graph.outputs)
    blocks = _block_names(units)
    yield "convcalc: 1"
    yield f"name: {_text(network.name)}"
    yield f"source: {_text(_source(network))}"
    for one in gathered(network.uncounted):
        yield f"# not counted: {' '.join(str(one).split())}"
    yield from _inputs(inputs, [show_tuple(shape) for shape in graph.inputs])
    if blocks:
        yield from ["", "blocks:"]
        yield from _blocks(units, blocks)
    before = 0 if len(inputs) == 1 else NONE
    layout = Layout(dict(enumerate(inputs)), before, blocks)
    entries = entries_of(units, graph.outputs, before)
    outputs = list(graph.outputs)
    named = [] if outputs == [_last(entries)] else outputs
    layers = layout.layers(entries, named)
    yield ""
    yield from ["layers:", *_indented(layers or _nothing(inputs[0]), 2)]
    if named:
        yield f"\noutputs: [{', '.join(map(layout.name, named))}]"


def _nothing(name: str) -> list[str]:
    """A file has one layer at least."""
    return ["- identity:", f"  from: {name}"]


def _last(entries: Sequence[tuple[Entry, int]]) -> int:
    """What stands at the end, and is the output unless another is named."""
    return next((out for entry, out in reversed(entries) if not entry.unit.train_only), -1)


def _source(network: Network) -> str:
    """What the network says, and its file without the folders, which are nobody's business."""
    told = f"converted from {PurePath(network.file).name}"
    return f"{network.source}; {told}" if network.source else told


def _input_names(network: Network) -> tuple[str, ...]:
    """Those of the network, where a file may have them."""
    if len(network.graph.inputs) == 1:
        return (words.INPUT,)
    found: list[str] = []
    for number, name in enumerate(network.inputs):
        fits = _PART.fullmatch(name) and name not in {*found, words.PREVIOUS}
        found.append(name if fits else f"input_{number}")
    return tuple(found)


def _inputs(names: tuple[str, ...], shapes: Sequence[str]) -> Iterator[str]:
    if len(names) == 1:
        yield f"input: {shapes[0]}"
        return
    yield "input:"
    for name, shape in zip(names, shapes, strict=True):
        yield f"  {name}: {shape}"


def _block_names(units: Sequence[Unit]) -> dict[object, str]:
    """Each kind of run, called by the path where it stands first."""
    found: dict[object, str] = {}
    taken = {*OPS, *VARIANTS, words.SPLIT}
    for unit in units:
        if isinstance(unit, Run) and unit.kind not in found:
            name = own = cleaned(unit.path).replace(".", "_")
            times = 1
            while name in taken:
                times += 1
                name = f"{own}_block" if times == 2 else f"{own}_block_{times}"  # noqa: PLR2004
            taken.add(name)
            found[unit.kind] = name
    return found


def _blocks(units: Sequence[Unit], names: dict[object, str]) -> Iterator[str]:
    written = set[str]()
    for unit in units:
        if isinstance(unit, Run) and names[unit.kind] not in written:
            written.add(names[unit.kind])
            yield f"  {names[unit.kind]}:"
            yield "    layers:"
            yield from _indented(_inside(unit), 6)


def _inside(run: Run) -> list[str]:
    """The layers of a block."""
    (entering,) = run.inputs
    within = f"{run.path}."
    layout = Layout({entering: words.ENTRY}, entering, within=within, training=run.train_only)
    lines: list[Line] = list(run.lines)
    entries = entries_of(lines, [run.output], entering, training=run.train_only)
    return layout.layers(entries, [])


def _indented(lines: Sequence[str], by: int) -> list[str]:
    return [f"{' ' * by}{line}" for line in lines]


def _text(text: str) -> str:
    """A text on one line, in quotes where YAML might read anything else."""
    line = " ".join("".join([sign if sign.isprintable() else " " for sign in text]).split())
    plain = _PLAIN.fullmatch(line) and line.lower() not in {"true", "false", "null"}
    return line if plain else json.dumps(line, ensure_ascii=False)
