"""Reading what metrics may be."""

from __future__ import annotations

from collections.abc import Iterable

from convcalc.network.arguments import Reader, entries
from convcalc.network.budgets.amounts import Bound, metric_number, share
from convcalc.network.budgets.model import Limit
from convcalc.network.budgets.words import BOUNDS, WHOLE, is_metric, keys_under, read
from convcalc.network.source import Entry, Mapping, Node, Scalar


def read_limits(node: Node | None, reader: Reader, known: Iterable[str] = WHOLE) -> list[Limit]:
    """Metrics with what they may be: `{macs: 300M, params: {max: 3.4M, slack: 10%}}`."""
    return limits_of(entries(node, reader, "limits"), reader, known)


def limits_of(
    found: Iterable[Entry], reader: Reader, known: Iterable[str], beside: Iterable[str] = ()
) -> list[Limit]:
    """The limits of metrics; `beside` are words that may stand among them."""
    return [
        limit
        for entry in found
        if is_metric(entry, known, beside, reader) and (limit := _limit(entry, reader))
    ]


def _limit(entry: Entry, reader: Reader) -> Limit | None:
    metric, node = entry.key.text, entry.value
    if not isinstance(node, Mapping):
        upper = _bound(metric, "max", node, reader)
        return Limit(metric, reader.place(entry.key), upper) if upper else None
    found = keys_under(entry, BOUNDS, reader)
    if found is None:
        return None
    ends = {
        key: _bound(metric, key, found[key], reader)
        for key in ("max", "min", "warn")
        if key in found
    }
    slack = read(share, metric, "slack", found["slack"], reader) if "slack" in found else None
    limit = Limit(metric, reader.place(entry.key), **ends, slack=slack)
    return limit if _is_ordered(limit, found, reader) else None


def _is_ordered(limit: Limit, found: dict[str, Node], reader: Reader) -> bool:
    """Whether min ≤ warn ≤ max, and slack has a max to be measured from."""
    for low, high in (("min", "warn"), ("min", "max"), ("warn", "max")):
        below, above = getattr(limit, low), getattr(limit, high)
        if below and above and below.value > above.value:
            sentence = f"{limit.metric}: {low} {below.text} is above {high} {above.text}"
            reader.problem("CC105", f"{sentence}; exchange them", found[low])
            return False
    if limit.slack is not None and limit.max is None:
        sentence = f"{limit.metric}: slack is a share of max, which is missing; write max too"
        reader.problem("CC103", sentence, found["slack"])
        return False
    return True


def _bound(metric: str, key: str, node: Node, reader: Reader) -> Bound | None:
    value = read(lambda text: metric_number(metric, text), metric, key, node, reader)
    if value is None or not isinstance(node, Scalar):
        return None
    return Bound(value, node.text.strip(), reader.place(node))
