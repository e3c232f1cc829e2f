"""Reading by how much metrics may grow."""

from __future__ import annotations

from collections.abc import Iterable

from convcalc.errors import Place
from convcalc.network.arguments import Reader, entries
from convcalc.network.budgets.amounts import Amount, amount
from convcalc.network.budgets.model import Growth
from convcalc.network.budgets.words import GROWTH, SINCE, WHOLE, is_metric, keys_under, read
from convcalc.network.source import Mapping, Node


def read_growths(node: Node | None, reader: Reader) -> Iterable[Growth]:
    """What stands under `since_base`: `{macs: {max_increase: 2%, ignore_below: 1M}}`."""
    for entry in entries(node, reader, SINCE):
        if not is_metric(entry, WHOLE, (), reader):
            continue
        metric = entry.key.text
        nodes = keys_under(entry, GROWTH, reader) if isinstance(entry.value, Mapping) else None
        if not isinstance(entry.value, Mapping):  # short for max_increase
            nodes = {"max_increase": entry.value}
        if nodes and "max_increase" not in nodes:
            sentence = f"{metric}: max_increase is missing; write max_increase: 2%, or 100k"
            reader.problem("CC103", sentence, entry.key)
        elif nodes:
            yield from _growth(metric, nodes, reader.place(entry.key), reader)


def _growth(metric: str, nodes: dict[str, Node], place: Place, reader: Reader) -> Iterable[Growth]:
    amounts = {key: _amount(metric, key, node, reader) for key, node in nodes.items()}
    most = amounts["max_increase"]
    if most:
        yield Growth(metric, place, most, amounts.get("ignore_below"))


def _amount(metric: str, key: str, node: Node, reader: Reader) -> Amount | None:
    return read(lambda text: amount(metric, text), metric, key, node, reader)
