"""What changed in one network, as the sheets that people read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of texts; numbers and their title end below one another."""

    key: str
    title: str
    texts: Sequence[str]
    number: bool = True

    @property
    def lines(self) -> list[str]:
        lines = [self.title, *self.texts]
        return aligned(lines) if self.number else lines


def totals_sheet(network: NetworkChange, told: Told) -> Sheet:
    """Every metric of the whole that changed, and by name those that did not."""
    found = network.totals
    sheet = _sheet(
        [
            _Column("metric", "metric", [one.metric for one in found], number=False),
            _Column("old", "old", [shown(one.old) for one in found]),
            _Column("new", "new", [shown(one.new) for one in found]),
            _Column("change", "change", [signed(one.difference) for one in found]),
            _Column("percent", "percent", [_percent(one) for one in found]),
        ]
    )
    return replace(
        sheet,
        caption=_caption(network, told),
        footer=_unchanged(network),
        spare=("change",),
        styles=[_style(one.rise if one.metric in _COSTS else 0) for one in found],
    )


def layers_sheet(network: NetworkChange, told: Told) -> Sheet:
    """A row for each layer that changed, or for many to which the same happened."""
    rows = _rows(network, told)
    sheet = _sheet(
        [
            _Column("mark", "", [row.mark for row in rows], number=False),
            _Column("layer", "layer", [row.path for row in rows], number=False),
            *_metric_columns(rows, "params"),
            *_metric_columns(rows, "macs"),
            _Column("percent", "% macs", [_percent(row.change("macs")) for row in rows]),
            _Column("what", "", [row.what for row in rows], number=False),
        ]
    )
    return replace(
        sheet,
        caption="" if network.totals else f"{_caption(network, told)}, totals unchanged",
        spare=("params", "macs", "params_change"),
        styles=[_style(row.weight) for row in rows],
    )


def _sheet(columns: Sequence[_Column]) -> Sheet:
    lines = [column.lines for column in columns]
    return Sheet(
        keys=[column.key for column in columns],
        rows=[list(row) for row in zip(*[texts for _, *texts in lines], strict=True)],
        whole=lambda: None,
        records=lambda: (),
        titles={column.key: title for column, (title, *_) in zip(columns, lines, strict=True)},
        right=[column.key for column in columns if column.number],
    )


def _rows(network: NetworkChange, told: Told) -> list[Row]:
    if told.top is None:
        return folded(network)
    first, rest = largest(network.layers, told.top)
    return [*map(single, first), *([others(rest)] if rest else [])]


def _metric_columns(rows: Sequence[Row], metric: str) -> list[_Column]:
    """Old and new with an arrow between them, where they differ; and the difference."""
    found = [row.change(metric) for row in rows]
    old = aligned([shown(one.old) if one.rise else "" for one in found])
    new = aligned([shown(one.new) for one in found])
    moved = any(one.rise and None not in (one.old, one.new) for one in found)
    sides = [
        _arrow(*pair) if moved else "".join(pair).strip() for pair in zip(old, new, strict=True)
    ]
    differences = [signed(one.difference) if one.rise else "" for one in found]
    return [
        _Column(metric, metric, sides),
        _Column(f"{metric}_change", f"{metric} +/-", differences),
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


def _percent(change: Change) -> str:
    """In percent; what was zero is new."""
    if change.old == change.new or not change.pairs:
        return ""
    return "new" if change.percent is None else percent_text(change.percent)


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
    partial = ", partial" if network.partial else ""
    return f"{network.name}{note}   {labels}batch {new.batch}, {new.dtype}{partial}"


def _unchanged(network: NetworkChange) -> str:
    if network.mark is not Mark.CHANGED:
        return ""
    told = {one.metric for one in network.totals}
    left = [name for name in network.figures.totals if name not in told]
    return f"unchanged: {', '.join(left)}" if left else ""
