"""Reading what a file states about itself: its name and source, and the figures it expects."""

from __future__ import annotations

from convcalc.analysis.metrics import METRICS
from convcalc.errors import nearest
from convcalc.network.arguments import Reader, entries
from convcalc.network.model import Figure
from convcalc.network.source import Node, Scalar
from convcalc.notation import integer


def text_of(node: Node | None, reader: Reader) -> str:
    """Plain text; empty where nothing is written."""
    if node is None:
        return ""
    if not isinstance(node, Scalar) or node.value is None:
        reader.problem("CC105", "text is meant here", node)
        return ""
    return node.text


def expected_figures(node: Node | None, reader: Reader) -> dict[str, Figure]:
    """Metrics with the exact numbers that they must have."""
    found = {}
    for entry in entries(node, reader, "expected"):
        key, value = entry.key.text, entry.value
        if key not in METRICS:
            hint = nearest(key, METRICS) or f"; use {', '.join(METRICS)}"
            reader.problem("CC102", f'unknown metric "{key}"{hint}', entry.key)
        elif (figure := _figure(value)) is None:
            reader.problem("CC105", f"{key}: a whole number is meant", value)
        else:
            found[key] = Figure(figure, reader.place(value))
    return found


def _figure(node: Node) -> int | None:
    if not isinstance(node, Scalar) or isinstance(node.value, bool):
        return None
    try:
        return integer(node.text)
    except ValueError:
        return None
