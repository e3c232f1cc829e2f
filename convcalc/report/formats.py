"""The formats: one function each, one table."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

from convcalc.report.answer import Answer
from convcalc.report.columns import columns_for, varying
from convcalc.report.style import colours

Writer = Callable[[Sequence[Answer], TextIO], None]


def _table(answers: Sequence[Answer], out: TextIO) -> None:
    colour = colours(out)
    if len(answers) == 1:
        from convcalc.report.card import card  # noqa: PLC0415 — its format's own

        out.write(card(answers[0], colour=colour) + "\n")
        return
    from convcalc.report.layers import layers_table  # noqa: PLC0415

    layers_table(answers, varying(answers)).write(out, colour=colour)


def _plain(answers: Sequence[Answer], out: TextIO) -> None:
    columns = columns_for(answers)
    rows = ([str(column.value(answer)) for column in columns] for answer in answers)
    out.writelines("\t".join(row) + "\n" for row in rows)


def _json(answers: Sequence[Answer], out: TextIO) -> None:
    from convcalc.report.record import record  # noqa: PLC0415

    records = [record(answer) for answer in answers]
    whole = records[0] if len(records) == 1 else records
    out.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


def _jsonl(answers: Sequence[Answer], out: TextIO) -> None:
    from convcalc.report.record import record  # noqa: PLC0415

    records = (json.dumps(record(answer), ensure_ascii=False) for answer in answers)
    out.writelines(f"{line}\n" for line in records)


def _csv(answers: Sequence[Answer], out: TextIO) -> None:
    columns = columns_for(answers)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.key for column in columns])
    writer.writerows([column.value(answer) for column in columns] for answer in answers)


def _markdown(answers: Sequence[Answer], out: TextIO) -> None:
    columns = varying(answers)
    out.write(f"| {' | '.join(column.title for column in columns)} |\n")
    out.write(f"|{'|'.join(_alignment(column.value(answers[0])) for column in columns)}|\n")
    for answer in answers:
        cells = [column.value(answer) for column in columns]
        shown = [f"{cell:,}" if isinstance(cell, int) else cell for cell in cells]
        out.write(f"| {' | '.join(shown)} |\n")


def _alignment(value: int | str) -> str:
    return "---:" if isinstance(value, int) else "---"


FORMATS: Mapping[str, Writer] = {
    "table": _table,
    "plain": _plain,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "markdown": _markdown,
}
