"""Several layers as one table."""

from __future__ import annotations

from collections.abc import Sequence

from convcalc.report.answer import Answer
from convcalc.report.columns import Column
from convcalc.report.headline import layer_name
from convcalc.report.text_table import TextTable

_SHOWN = {
    "variant", "input", "output", "arguments", "batch", "dtype", "params", "macs",
    "effective_macs", "weights_bytes", "receptive_field", "verified",
}  # fmt: skip


def layers_table(answers: Sequence[Answer], columns: Sequence[Column]) -> TextTable:
    """A row a layer. Machine formats have every column; here are those that fit a screen."""
    shown = [column for column in columns if column.key in _SHOWN]
    first = answers[0].cost
    caption = f"{layer_name(first.variant)}   batch {first.batch}, {first.dtype}, 2 FLOP per MAC"
    rows = [[column.value(answer) for column in shown] for answer in answers]
    return TextTable([column.title for column in shown], rows, caption)
