"""Networks in every format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TextIO

from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.network_record import network_record, report
from convcalc.report.network_sheet import MACHINE_KEYS, NetworkTable, machine_rows, people_sheet
from convcalc.report.network_verified import verified_sheet
from convcalc.report.sections import convention_lines, formula_lines
from convcalc.report.sheet import FORMATS, Sheet, json_lines
from convcalc.report.style import colours
from convcalc.report.whole import Report


def write_networks(found: Report, form: str, out: TextIO) -> None:
    """Write the networks in a format of the interface."""
    NETWORK_FORMATS[form](found, out)


def _table(found: Report, out: TextIO) -> None:
    """Layers, and where it was run what the run confirmed; then a convention, and formulas."""
    _sheets(found, "table", out)
    for answer in _valid(found):
        lines = _sections(answer, colour=colours(out))
        out.writelines(f"{line}\n" for line in lines)


def _sections(answer: NetworkAnswer, *, colour: bool) -> Iterator[str]:
    if answer.counted:
        yield from convention_lines(answer.counted, colour=colour)
    if answer.explained:
        yield from formula_lines(answer.explained, colour=colour)


def _markdown(found: Report, out: TextIO) -> None:
    _sheets(found, "markdown", out)


def _sheets(found: Report, form: str, out: TextIO) -> None:
    for number, sheet in enumerate(_each_sheet(found)):
        out.write("\n" if number else "")
        FORMATS[form](sheet, out)


def _each_sheet(found: Report) -> Iterator[Sheet]:
    table = _for_people(found.table)
    for answer in _valid(found):
        if table.layers:
            yield people_sheet(answer, table)
        if answer.verified is not None:
            yield verified_sheet(answer)


def _for_people(table: NetworkTable) -> NetworkTable:
    """The same table with layers gathered, where nothing else was said."""
    wanted = table.selection
    return replace(table, selection=replace(wanted, depth=wanted.depth or 1))


def write_json(found: Report, out: TextIO) -> None:
    """One record of all networks, valid or not."""
    out.write(json.dumps(report(found), indent=2, ensure_ascii=False) + "\n")


def _jsonl(found: Report, out: TextIO) -> None:
    """A network a line."""
    wanted = found.table.selection
    out.writelines(json_lines(network_record(answer, wanted) for answer in found.answers))


def _csv(found: Report, out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(MACHINE_KEYS)
    for answer in _valid(found):
        writer.writerows(machine_rows(answer, found.table))


def _plain(found: Report, out: TextIO) -> None:
    for answer in _valid(found):
        rows = machine_rows(answer, found.table)
        out.writelines("\t".join(map(str, row)) + "\n" for row in rows)


def _valid(found: Report) -> list[NetworkAnswer]:
    """Those that have numbers."""
    return [answer for answer in found.answers if answer.cost]


NETWORK_FORMATS: dict[str, Callable[[Report, TextIO], None]] = {
    "table": _table,
    "markdown": _markdown,
    "json": write_json,
    "jsonl": _jsonl,
    "csv": _csv,
    "plain": _plain,
}
