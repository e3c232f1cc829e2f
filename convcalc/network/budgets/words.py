"""The words of a budget: metrics and the keys under them, each known or said to be unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from convcalc.analysis.cost import METRICS as ADDED
from convcalc.analysis.metrics import METRICS
from convcalc.errors import nearest
from convcalc.network.arguments import Reader, entries
from convcalc.network.source import Entry, Node, Scalar

T = TypeVar("T")

WHOLE = tuple(METRICS)
OF_LAYERS = (*ADDED, "flops")  # what a single layer has, and what adds up over several
BOUNDS = ("max", "min", "warn", "slack")
GROWTH = ("max_increase", "ignore_below")
SINCE = "since_base"
_SHARED = (SINCE, "layers", "set")
ENTRY = ("match", *_SHARED)  # beside the metrics of an entry of a project file
OWN = (*_SHARED, "assume", "rules")  # of what a network's file says for itself
_ELSEWHERE = {
    "match": "; these limits are of one network: delete it",
    "assume": "; it stands at the top of the file",
    "rules": "; they stand at the top of the file",
}


def is_metric(entry: Entry, known: Iterable[str], words: Iterable[str], reader: Reader) -> bool:
    """Whether a key is a metric that can be limited here; if not, that is noted."""
    key = entry.key.text
    if key in known:
        return True
    if key in GROWTH or key in BOUNDS:
        hint = "; it stands under a metric, such as macs: {max: 300M}"
    elif key in _ELSEWHERE:
        hint = _ELSEWHERE[key]
    elif key in METRICS:
        hint = f"; a layer has {', '.join(known)}"
    else:
        hint = nearest(key, [*known, *words]) or f"; use {', '.join([*known, *words])}"
    reader.problem("CC102", f'unknown metric "{key}"{hint}', entry.key)
    return False


def keys_under(entry: Entry, known: tuple[str, ...], reader: Reader) -> dict[str, Node] | None:
    """The words under a metric, each known; none and a problem where they mean nothing."""
    metric = entry.key.text
    found, under = {}, entries(entry.value, reader, metric)
    for one in under:
        key = one.key.text
        if key not in known:
            reader.problem(
                "CC102", f'unknown key "{key}" for {metric}{_other(key, known)}', one.key
            )
            continue
        found[key] = one.value
    if not under:
        reader.problem("CC103", f"{metric}: nothing is limited; use {', '.join(known)}", entry.key)
    return found or None


def _other(key: str, known: tuple[str, ...]) -> str:
    if key in GROWTH:
        return f"; it compares with a base, so it stands under {SINCE}:"
    if key in BOUNDS:
        return f"; under {SINCE}: there are {', '.join(known)}"
    return nearest(key, known) or f"; use {', '.join(known)}"


def read(take: Callable[[str], T], metric: str, key: str, node: Node, reader: Reader) -> T | None:
    """What a scalar says; none, and a problem, where it says nothing of the kind."""
    try:
        if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
            raise ValueError("a number is meant here")  # noqa: TRY301 — of the file
        return take(node.text)
    except ValueError as error:
        reader.problem("CC105", f"{metric}: {key}: {error}", node)
        return None
