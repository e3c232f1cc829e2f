"""Layers in every format: one as a card, several as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

from convcalc.report.answer import Answer
from convcalc.report.columns import Column, columns_for, varying
from convcalc.report.headline import layer_name
from convcalc.report.screen import screen
from convcalc.report.sheet import FORMATS, Sheet
from convcalc.report.style import colours

_FITS = frozenset({
    "variant", "input", "output", "arguments", "batch", "dtype", "params", "macs",
    "effective_macs", "weights_bytes", "receptive_field", "verified",
})  # fmt: skip


def write_layers(answers: Sequence[Answer], form: str, out: TextIO) -> None:
    """Write the answers in a format of the interface."""
    if form == "table" and len(answers) == 1:
        _write_card(answers[0], out)
    else:
        FORMATS[form](_sheet(answers), out)
    if form == "table" and any(answer.overlap for answer in answers):
        from convcalc.report.overlap_text import write_overlaps  # noqa: PLC0415 — only if asked

        write_overlaps(answers, out)


def _write_card(answer: Answer, out: TextIO) -> None:
    from convcalc.report.card import card  # noqa: PLC0415 — its format's own
    from convcalc.report.sections import sections  # noqa: PLC0415

    colour = colours(out)
    columns = screen(out, "").columns if out.isatty() else None
    text = card(answer, colour=colour, columns=columns)
    out.write("\n".join([text, *sections(answer, colour=colour)]) + "\n")


def _sheet(answers: Sequence[Answer]) -> Sheet:
    columns = columns_for(answers)
    first = answers[0].cost
    return Sheet(
        keys=[column.key for column in columns],
        rows=[[column.value(answer) for column in columns] for answer in answers],
        whole=lambda: _whole(answers),
        records=lambda: map(_record, answers),
        titles=_titles(varying(answers)),
        spare=("weights_bytes", "receptive_field", "effective_macs", "params", "arguments"),
        caption=f"{layer_name(first.variant)}   batch {first.batch}, {first.dtype}",
    )


def _titles(columns: Sequence[Column]) -> dict[str, str]:
    return {column.key: column.title for column in columns if column.key in _FITS}


def _record(answer: Answer) -> dict[str, Any]:
    from convcalc.report.record import record  # noqa: PLC0415 — its format's own

    return record(answer)


def _whole(answers: Sequence[Answer]) -> object:
    records = [_record(answer) for answer in answers]
    return records[0] if len(records) == 1 else records
