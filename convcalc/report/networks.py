"""Networks in every format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.network_record import network_record, report
from convcalc.report.network_sheet import MACHINE_KEYS, NetworkTable, machine_rows, people_sheet
from convcalc.report.network_verified import verified_sheet
from convcalc.report.sections import formula_lines
from convcalc.report.sheet import FORMATS, Sheet, json_lines
from convcalc.report.style import colours


@dataclass(frozen=True, slots=True)
class _Writing:
    """Networks that are to be written, and how."""

    found: Sequence[NetworkAnswer]
    table: NetworkTable
    exit_code: int

    def valid(self) -> list[NetworkAnswer]:
        """Those that have numbers."""
        return [answer for answer in self.found if answer.cost]


def write_networks(
    found: Sequence[NetworkAnswer],
    table: NetworkTable,
    form: str,
    out: TextIO,
    *,
    exit_code: int,
) -> None:
    """Write the networks in a format of the interface."""
    _WRITERS[form](_Writing(found, table, exit_code), form, out)


def _sheets(writing: _Writing, form: str, out: TextIO) -> None:
    """Layers, and where it was run what the run confirmed."""
    for number, sheet in enumerate(_each_sheet(writing)):
        out.write("\n" if number else "")
        FORMATS[form](sheet, out)
    for answer in writing.valid():
        if form == "table" and answer.explained:
            lines = formula_lines(answer.explained, colour=colours(out))
            out.writelines(f"{line}\n" for line in lines)


def _each_sheet(writing: _Writing) -> Iterator[Sheet]:
    for answer in writing.valid():
        if writing.table.layers:
            yield people_sheet(answer, writing.table)
        if answer.verified is not None:
            yield verified_sheet(answer)


def _json(writing: _Writing, form: str, out: TextIO) -> None:
    del form
    table = writing.table
    whole = report(
        writing.found,
        table.selection,
        batch=table.batch,
        dtype=table.dtype,
        exit_code=writing.exit_code,
    )
    out.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


def _jsonl(writing: _Writing, form: str, out: TextIO) -> None:
    """A network a line."""
    del form
    selection = writing.table.selection
    out.writelines(json_lines(network_record(answer, selection) for answer in writing.found))


def _csv(writing: _Writing, form: str, out: TextIO) -> None:
    del form
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(MACHINE_KEYS)
    for answer in writing.valid():
        writer.writerows(machine_rows(answer, writing.table))


def _plain(writing: _Writing, form: str, out: TextIO) -> None:
    del form
    for answer in writing.valid():
        rows = machine_rows(answer, writing.table)
        out.writelines("\t".join(map(str, row)) + "\n" for row in rows)


_WRITERS: dict[str, Callable[[_Writing, str, TextIO], None]] = {
    "table": _sheets,
    "markdown": _sheets,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "plain": _plain,
}
