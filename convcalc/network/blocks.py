"""Reading blocks: which vars each has, then the layers it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from convcalc.errors import nearest
from convcalc.network import words
from convcalc.network.arguments import Reader, entries
from convcalc.network.items import read_layers
from convcalc.network.model import Block, BlockCall, Item, JoinCall
from convcalc.network.problems import Problems
from convcalc.network.references import check_part, check_variable
from convcalc.network.scope import CHANNELS, COPY, Scope
from convcalc.network.source import Entry, Node, Scalar, Source
from convcalc.network.source import Mapping as MappingNode
from convcalc.network.values import Value
from convcalc.ops import OPS

_KEYS = ("vars", "layers")
_SHOWN = 8  # blocks of a circle


@dataclass(frozen=True, slots=True)
class Declared:
    """A block before its layers are read: its file, and its vars with whether they must be."""

    source: Source
    entry: Entry
    variables: Mapping[str, bool]


def declared(source: Source, node: Node | None, problems: Problems) -> dict[str, Declared]:
    """The blocks of a file by name."""
    reader = Reader(source, problems, Scope(problems, {}), {})
    found = {}
    for entry in entries(node, reader, "blocks"):
        name = entry.key.text
        check_part(entry.key, reader)
        if name in OPS or name == words.SPLIT:
            sentence = f"{name} is a primitive operator, a block cannot take its name; use another"
            reader.problem("CC121", sentence, entry.key)
        found[name] = Declared(source, entry, _variables(entry.value))
    return found


def _variables(node: Node) -> dict[str, bool]:
    given = node.get("vars") if isinstance(node, MappingNode) else None
    if not isinstance(given, MappingNode):
        return {}
    return {one.key.text: _required(one.value) for one in given.entries}


def _required(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == words.REQUIRED


def read_blocks(blocks: Mapping[str, Declared], reader: Reader) -> dict[str, Block]:
    """The blocks with their layers, none of which calls itself."""
    network = reader.scope
    read = {
        name: _block(name, one, replace(reader, source=one.source), network)
        for name, one in blocks.items()
    }
    _refuse_recursion(read, reader.problems)
    return read


def _block(name: str, one: Declared, reader: Reader, network: Scope) -> Block:
    start = len(reader.problems)
    found = {part.key.text: part for part in entries(one.entry.value, reader, f"block {name}")}
    for key, part in found.items():
        if key not in _KEYS:
            hint = nearest(key, _KEYS) or "; a block has vars and layers"
            reader.problem("CC102", f'unknown key "{key}" for block {name}{hint}', part.key)
    given = entries(found["vars"].value, reader, "vars") if "vars" in found else ()
    places = {part.key.text: reader.place(part.key) for part in given}
    scope = network.inner(_built_in(network)).inner(places)
    before = len(reader.problems)
    variables = _defaults(given, reader.within(scope), network)
    broken = len(reader.problems) > before
    layers = found["layers"].value if "layers" in found else None
    if layers is None and len(reader.problems) == start:  # a misspelt key is told already
        reader.problem("CC103", f"block {name} has no layers; give it layers: []", one.entry.key)
    items = read_layers(layers, reader.within(scope)) if layers else ()
    if len(reader.problems) == before:
        scope.require_used(f"var {{}} of block {name}", "use it, or delete it")
    return Block(name, reader.place(one.entry.key), variables, items, broken=broken)


def _built_in(network: Scope) -> dict[str, None]:
    """What every block knows beside its vars and the network's, which come first."""
    return {name: None for name in (CHANNELS, COPY) if name not in network}


def _defaults(given: Iterable[Entry], reader: Reader, network: Scope) -> dict[str, Value | None]:
    """What each var is unless given; it may use those before it."""
    found: dict[str, Value | None] = {}
    known = network.inner(_built_in(network)).inner({})
    for entry in given:
        key = entry.key.text
        check_variable(entry.key, reader)
        required = _required(entry.value)
        found[key] = None if required else reader.within(known).free_value(entry.value)
        reader.scope.mark_used(found[key])
        known.add(key)
    return found


def _refuse_recursion(blocks: Mapping[str, Block], problems: Problems) -> None:
    """A block that comes to itself would never end."""
    calls = {name: _called(block.layers) for name, block in blocks.items()}
    settled: set[str] = set()
    for name in blocks:
        way = _circle(name, calls, settled)
        if way:
            shown = way if len(way) <= _SHOWN else (*way[: _SHOWN - 2], "…", *way[-2:])
            told = f"block {way[0]} comes back to itself: {' -> '.join(shown)}"
            problems.add("CC118", f"{told}; blocks cannot recurse", blocks[way[0]].place)
            problems.refuse()  # opening them would never end


def _circle(start: str, calls: Mapping[str, tuple[str, ...]], settled: set[str]) -> tuple[str, ...]:
    """A way from a block back to a block on it, if there is one."""
    way: list[str] = []
    left = [iter((start,))]
    while left:
        name = next(left[-1], None)
        if name is None:
            left.pop()
            if way:
                settled.add(way.pop())
        elif name in way:
            return (*way[way.index(name) :], name)
        elif name not in settled:
            way.append(name)
            left.append(iter(calls.get(name, ())))
    return ()


def _called(layers: Iterable[Item]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    left = list(layers)
    while left:
        item = left.pop()
        if isinstance(item.call, BlockCall):
            found[item.call.block] = None
        elif isinstance(item.call, JoinCall):
            left += [one for branch in item.call.branches for one in branch.layers]
    return tuple(found)
