"""Reading a project file: every key known, every problem told at its place."""

from __future__ import annotations

from pathlib import Path

from convcalc.audit.config.model import Config, Pattern
from convcalc.audit.rules import check_levels
from convcalc.errors import nearest
from convcalc.network.arguments import Reader, entries
from convcalc.network.budgets import Assumed, listed, read_assumed, read_budget, read_levels
from convcalc.network.problems import Problems
from convcalc.network.scope import Scope
from convcalc.network.source import Mapping, Node, Scalar, Sequence, Source

VERSION = 1
KEYS = ("convcalc", "networks", "assume", "budgets", "rules")


def read_config(source: Source) -> Config:
    """What a project file says.

    Raises InputError with everything that is wrong, each at its place.

    >>> from convcalc.network.source import read_text
    >>> text = "{convcalc: 1, budgets: [{match: resnet50, macs: 4.1G}]}"
    >>> config = read_config(read_text(text, "convcalc.yaml"))
    >>> [(limit.metric, int(limit.max.value)) for limit in config.budgets[0].limits]
    [('macs', 4100000000)]
    """
    problems = Problems()
    reader = Reader(source, problems, Scope(problems, {}), {})
    found = {one.key.text: one for one in entries(source.root, reader, "a project file")}
    _check_version(found["convcalc"].value if "convcalc" in found else None, reader)
    for key, entry in found.items():
        if key not in KEYS:
            hint = nearest(key, KEYS) or f"; a project file has {', '.join(KEYS)}"
            reader.problem("CC102", f'unknown key "{key}"{hint}', entry.key)
    nodes = {key: entry.value for key, entry in found.items()}
    levels = read_levels(nodes.get("rules"), reader)
    check_levels(levels, problems)
    config = Config(
        file=source.file,
        folder=Path(source.file).parent,
        networks=_patterns(nodes.get("networks"), reader),
        assumed=read_assumed(nodes.get("assume"), reader) or Assumed(),
        budgets=tuple(
            read_budget(one, reader, own=False)
            for one in listed(nodes.get("budgets"), reader, "budgets", '- {match: "*", macs: 4G}')
        ),
        levels=levels,
    )
    problems.require_none()
    return config


def _check_version(node: Node | None, reader: Reader) -> None:
    root = reader.source.root
    if node is None and isinstance(root, Mapping):
        reader.problem("CC119", f"convcalc: {VERSION} is missing at the top", root)
    elif isinstance(node, Scalar) and node.value != VERSION:
        sentence = f"the format version is not {VERSION}; write convcalc: {VERSION}"
        reader.problem("CC119", sentence, node)


def _patterns(node: Node | None, reader: Reader) -> tuple[Pattern, ...]:
    nodes = node.items if isinstance(node, Sequence) else (node,) if node is not None else ()
    found = []
    for one in nodes:
        if isinstance(one, Scalar) and isinstance(one.value, str) and one.text:
            found.append(Pattern(one.text, reader.place(one)))
        else:
            sentence = "networks is a list of files, such as networks: [nets/*.yaml]"
            reader.problem("CC105", sentence, one)
    return tuple(found)
