"""Reading budgets: metrics with their limits, growth since a base, layers, settings."""

from __future__ import annotations

from collections.abc import Iterable

from convcalc.errors import nearest
from convcalc.network.arguments import Reader, entries
from convcalc.network.budgets.growths import read_growths
from convcalc.network.budgets.limits import limits_of
from convcalc.network.budgets.model import Budget, LayerBudget, Setting
from convcalc.network.budgets.settings import read_assumed, read_levels
from convcalc.network.budgets.words import ENTRY, OF_LAYERS, OWN, SINCE, WHOLE
from convcalc.network.source import Mapping, Node, Scalar, Sequence


def read_budget(node: Node, reader: Reader, *, own: bool) -> Budget:
    """An entry of `budgets`, or with `own` what a network's file says for itself."""
    nodes = {one.key.text: one for one in entries(node, reader, "a budget")}
    words = OWN if own else ENTRY
    values = {word: nodes[word].value for word in words if word in nodes}
    metrics = [one for key, one in nodes.items() if key not in words]
    return Budget(
        match="*" if own else match(values.get("match"), node, reader),
        place=reader.place(values.get("match", node)),
        limits=tuple(limits_of(metrics, reader, WHOLE, words)),
        growths=tuple(read_growths(values.get(SINCE), reader)),
        layers=tuple(_layers(values.get("layers"), reader)),
        settings=tuple(_settings(values.get("set"), reader, own=own)),
        assumed=read_assumed(values.get("assume"), reader),
        levels=read_levels(values.get("rules"), reader),
    )


def _layers(node: Node | None, reader: Reader) -> Iterable[LayerBudget]:
    for one in listed(node, reader, "layers", '- {match: "stage*", macs: 20M}'):
        nodes = {entry.key.text: entry for entry in entries(one, reader, "a budget of layers")}
        asked = nodes.pop("match", None)
        limits = limits_of(nodes.values(), reader, OF_LAYERS, ("match",))
        at = asked.value if asked else one
        yield LayerBudget(
            match(asked.value if asked else None, one, reader), reader.place(at), tuple(limits)
        )


def match(node: Node | None, entry: Node, reader: Reader) -> str:
    """The glob of an entry."""
    empty = isinstance(entry, Scalar) and entry.value is None
    if not isinstance(entry, Mapping) and not empty:
        return "*"  # which is told by itself
    if node is None:
        reader.problem("CC103", 'match is missing; write match: "*" for all', entry)
    elif not isinstance(node, Scalar) or not node.text:
        reader.problem("CC105", 'match: a name with * and ? is meant, such as "resnet*"', node)
    else:
        return node.text
    return "*"


def listed(node: Node | None, reader: Reader, key: str, example: str) -> tuple[Node, ...]:
    """The mappings of a list."""
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        reader.problem("CC105", f"{key} is a list; begin each entry with a dash: {example}", node)
        return ()
    return node.items


def _settings(node: Node | None, reader: Reader, *, own: bool) -> Iterable[Setting]:
    """Values for vars; those of a network's own file are known, others are once it is read."""
    for entry in entries(node, reader, "set"):
        if own and entry.key.text not in reader.scope:
            hint = nearest(entry.key.text, list(reader.scope)) or "; name one of vars"
            reader.problem("CC102", f'unknown var "{entry.key.text}"{hint}', entry.key)
            continue
        if not isinstance(entry.value, Scalar) or entry.value.value is None:
            sentence = f"set: {entry.key.text} is one value, such as {entry.key.text}: 0.5"
            reader.problem("CC105", sentence, entry.value)
            continue
        value = entry.value.text if isinstance(entry.value.value, str) else entry.value.value
        yield Setting(entry.key.text, value, reader.place(entry.key))
