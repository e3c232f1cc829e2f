"""What changed in one network, as the sheets that people read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from convcalc.audit.difference import Change, Mark, NetworkChange
from convcalc.audit.difference.texts import percent_text, shown, signed
from convcalc.report.difference_record import Told
from convcalc.report.difference_rows import Row, folded, largest, others, single
from convcalc.report.network_sheet import METRICS
from convcalc.report.sheet import Sheet
from convcalc.report.text_table import width

_COSTS = frozenset({*METRICS, "peak_activation_bytes"})  # of these more is worse
_NOTES = {Mark.NEW: " (new)", Mark.GONE: " (gone)", Mark.CHANGED: ""}
_LAYER_TITLES = {
    "mark": "",
    "layer": "layer",
    "params": "params",
    "params_change": "params +/-",
    "macs": "macs",
    "macs_change": "macs +/-",
    "percent": "% macs",
    "what": "",
}


def totals_sheet(network: NetworkChange, told: Told) -> Sheet:
    """Every metric of the whole that changed, and by name those that did not."""
    found = network.totals
    columns = [
        [one.metric for one in found],
        aligned([shown(one.old) for one in found]),
        aligned([shown(one.new) for one in found]),
        aligned([signed(one.difference) for one in found]),
        aligned([_percent(one) for one in found]),
    ]
    keys = ("metric", "old", "new", "change", "percent")
    return Sheet(
        keys=keys,
        rows=[list(row) for row in zip(*columns, strict=True)],
        whole=lambda: None,
        records=lambda: (),
        titles=_right(keys, columns) | {"metric": "metric"},
        caption=_caption(network, told),
        footer=_unchanged(network),
        spare=("change",),
        right=keys[1:],
        styles=[_style(one.rise if one.metric in _COSTS else 0) for one in found],
    )


def layers_sheet(network: NetworkChange, told: Told) -> Sheet:
    """A row for each layer that changed, or for many to which the same happened."""
    rows = _rows(network, told)
    columns: list[list[str]] = [
        [row.mark for row in rows],
        [row.path for row in rows],
        *_metric_columns(rows, "params"),
        *_metric_columns(rows, "macs"),
        aligned([_percent(row.change("macs")) for row in rows]),
        [row.what for row in rows],
    ]
    titles = _right(tuple(_LAYER_TITLES), columns, _LAYER_TITLES)
    return Sheet(
        keys=tuple(_LAYER_TITLES),
        rows=[list(row) for row in zip(*columns, strict=True)],
        whole=lambda: None,
        records=lambda: (),
        titles=titles | {key: _LAYER_TITLES[key] for key in ("mark", "layer", "what")},
        spare=("params", "macs", "params_change"),
        right=("params", "params_change", "macs", "macs_change", "percent"),
        styles=[_style(row.weight) for row in rows],
    )


def _rows(network: NetworkChange, told: Told) -> list[Row]:
    if told.top is None:
        return folded(network)
    first, rest = largest(network.layers, told.top)
    return [*map(single, first), *([others(rest)] if rest else [])]


def _metric_columns(rows: Sequence[Row], metric: str) -> list[list[str]]:
    """Old and new with an arrow between them, where they differ; and the difference."""
    found = [row.change(metric) for row in rows]
    old = aligned([shown(one.old) if one.rise else "" for one in found])
    new = aligned([shown(one.new) for one in found])
    return [
        [_arrow(before, after) for before, after in zip(old, new, strict=True)],
        aligned([signed(one.difference) if one.rise else "" for one in found]),
    ]


def _arrow(old: str, new: str) -> str:
    moved = old.strip() and new.strip() and old.strip() != new.strip()
    return f"{old} -> {new}" if moved else f"{old}    {new}"


def aligned(texts: Sequence[str]) -> list[str]:
    """Texts that end below one another.

    >>> aligned(["1,000", "7x7"])
    ['1,000', '  7x7']
    """
    columns = max(map(width, texts), default=0)
    return [" " * (columns - width(text)) + text for text in texts]


def _right(
    keys: Sequence[str], columns: Sequence[Sequence[str]], titles: dict[str, str] | None = None
) -> dict[str, str]:
    """The titles of columns whose texts stand to the right."""
    found = {}
    for key, column in zip(keys, columns, strict=True):
        title = (titles or {}).get(key, key)
        found[key] = title.rjust(max(map(width, column), default=0))
    return found


def _percent(change: Change) -> str:
    """In percent; what was zero is new."""
    if change.percent is None:
        return "new" if change.pairs and change.rise else ""
    return percent_text(change.percent) if change.rise else ""


def _style(rise: Fraction | int) -> str:
    """Red costs more, green less."""
    if rise > 0:
        return "red"
    return "green" if rise < 0 else ""


def _caption(network: NetworkChange, told: Told) -> str:
    old, new = told.found.old, told.found.new
    sides = {old.label, new.label} - {one.name for one in (network.old, network.new) if one}
    labels = f"{old.label} -> {new.label}, " if sides else ""
    note = _NOTES[network.mark]
    return f"{network.name}{note}   {labels}batch {new.batch}, {new.dtype}"


def _unchanged(network: NetworkChange) -> str:
    if network.mark is not Mark.CHANGED:
        return ""
    told = {one.metric for one in network.totals}
    left = [name for name in network.figures.totals if name not in told]
    return f"unchanged: {', '.join(left)}" if left else ""
