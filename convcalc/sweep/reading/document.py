"""Reading a whole sweep file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from convcalc import __version__
from convcalc.errors import nearest
from convcalc.network.arguments import Reader, entries
from convcalc.network.document import VERSION
from convcalc.network.facts import text_of
from convcalc.network.problems import Problems
from convcalc.network.scope import Scope
from convcalc.network.source import Entry, Node, Scalar, Source
from convcalc.network.source import Mapping as MappingNode
from convcalc.notation import integer
from convcalc.sweep.model import Objective, Random, Sweep
from convcalc.sweep.reading.networks import Swept, read_network
from convcalc.sweep.reading.spaces import read_space
from convcalc.sweep.reading.terms import own_columns, read_bounds, read_terms, with_metrics
from convcalc.sweep.results.formats import SUFFIXES
from convcalc.sweep.spread import spreading
from convcalc.sweep.walk import Plan

KEYS = (
    "convcalc",
    "sweep",
    "network",
    "space",
    "zip",
    "where",
    "limits",
    "minimize",
    "maximize",
    "sample",
    "columns",
    "out",
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What the command line says beside the file."""

    settings: Mapping[str, object] = field(default_factory=dict)
    input: str | None = None
    batch: int = 1
    dtype: str = "fp32"
    out: str | None = None

    def plan(self, network: Swept) -> Plan:
        """The network with what is changed of it."""
        document = spreading(network.document)
        return Plan(document, network.preset, self.settings, self.input)

    def digest(self, texts: Iterable[str]) -> str:
        """What tells one sweep from another: all that its numbers hang on."""
        flags = (sorted(self.settings.items()), self.input, self.batch, self.dtype)
        told = "\0".join([__version__, repr(flags), *texts])
        return sha256(told.encode()).hexdigest()


def read_sweep(source: Source, changes: Changes) -> Sweep:
    """The sweep that a file describes.

    Raises InputError with everything that is wrong, each at its place.
    """
    problems = Problems()
    reader = Reader(source, problems, Scope(problems, {}), {})
    nodes = _top(reader)
    network = read_network(nodes.get("network"), reader)
    names = reader.within(Scope(problems, dict.fromkeys(network.document.variables)))
    every = with_metrics(names)
    sweep = Sweep(
        name=text_of(nodes.get("sweep"), reader) or network.document.name,
        file=source.file,
        plan=changes.plan(network),
        space=read_space(nodes.get("space"), nodes.get("zip"), names),
        where=read_terms(nodes.get("where"), names, "where"),
        limits=read_bounds(nodes.get("limits"), reader),
        objectives=_objectives(nodes, every),
        columns=read_terms(nodes.get("columns"), every, "columns"),
        sample=_sample(nodes.get("sample"), reader),
        out=changes.out or _out(nodes.get("out"), reader),
        batch=changes.batch,
        dtype=changes.dtype,
        digest=changes.digest([source.text, *network.texts()]),
    )
    problems.require_none()
    return sweep if sweep.columns else replace(sweep, columns=own_columns(sweep))


def _top(reader: Reader) -> dict[str, Node]:
    root = reader.source.root
    if not isinstance(root, MappingNode):
        reader.problem("CC119", "a sweep file is a mapping; begin with convcalc: 1", root)
        reader.problems.refuse()
    found = {one.key.text: one for one in entries(root, reader, "a sweep file")}
    _check_kind(found, root, reader)
    for key, entry in found.items():
        if key not in KEYS:
            hint = nearest(key, KEYS) or f"; a sweep has {', '.join(KEYS)}"
            reader.problem("CC102", f'unknown key "{key}"{hint}', entry.key)
    if "space" not in found and "zip" not in found:
        sentence = "space is missing; write space: and the values of each var"
        reader.problem("CC103", sentence, root)
    return {key: entry.value for key, entry in found.items()}


def _check_kind(found: Mapping[str, Entry], root: Node, reader: Reader) -> None:
    version = found.get("convcalc")
    if version is None:
        reader.problem("CC119", f"convcalc: {VERSION} is missing at the top", root)
    elif not isinstance(version.value, Scalar) or version.value.value != VERSION:
        sentence = f"the format version is not {VERSION}; write convcalc: {VERSION}"
        reader.problem("CC119", sentence, version.value)
    if "layers" in found and "network" not in found:
        sentence = "this is a network, no sweep; name it under network: of a sweep, or use --space"
        reader.problem("CC119", sentence, found["layers"].key)
        reader.problems.refuse()


def _objectives(nodes: Mapping[str, Node], reader: Reader) -> tuple[Objective, ...]:
    found = []
    for key, largest in (("minimize", False), ("maximize", True)):
        found += [Objective(term, largest) for term in read_terms(nodes.get(key), reader, key)]
    return tuple(found)


def _sample(node: Node | None, reader: Reader) -> Random | None:
    """`all`, or `{random: 100000, seed: 7}`."""
    if node is None or (isinstance(node, Scalar) and node.text == "all"):
        return None
    if not isinstance(node, MappingNode):
        reader.problem("CC105", "sample is all, or {random: 100000, seed: 7}", node)
        return None
    found = {}
    for entry in entries(node, reader, "sample"):
        key = entry.key.text
        if key not in ("random", "seed"):
            hint = nearest(key, ("random", "seed")) or "; use random and seed"
            reader.problem("CC102", f'unknown key "{key}" for sample{hint}', entry.key)
        else:
            found[key] = _count(key, entry.value, reader, at_least=int(key == "random"))
    if "random" not in found:
        reader.problem("CC103", "random is missing; write {random: 100000, seed: 7}", node)
        return None
    return Random(found["random"], found.get("seed", 0))


def _count(key: str, node: Node, reader: Reader, *, at_least: int) -> int:
    try:
        if not isinstance(node, Scalar) or isinstance(node.value, bool):
            raise ValueError("a whole number is meant")  # noqa: TRY301, TRY004 — of the file
        count = integer(node.text)
        if not at_least <= count < 2**63:
            raise ValueError(f"{count} is out of range; use {at_least} to 2**63 - 1")  # noqa: TRY301
    except ValueError as error:
        reader.problem("CC105", f"{key}: {error}", node)
        return at_least
    return count


def _out(node: Node | None, reader: Reader) -> str | None:
    text = text_of(node, reader)
    if not text or node is None:
        return None
    if not text.endswith(SUFFIXES):
        known = ", ".join(SUFFIXES)
        reader.problem("CC105", f'out: "{text}" is of no known format; use one of {known}', node)
    return str(Path(reader.source.path).parent / text)
