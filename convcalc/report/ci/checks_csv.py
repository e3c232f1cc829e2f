"""All verdicts as rows: what was asked of which network, and what came out."""

from __future__ import annotations

import csv
from typing import TextIO

from convcalc.audit.verdict import Number, Verdict
from convcalc.report.verdict_record import number
from convcalc.report.whole import Report

_KEYS = (
    "network", "path", "rule", "level", "passed", "metric", "value", "limit", "excess", "base",
    "message", "file", "line", "column",
)  # fmt: skip


def write_checks(report: Report, out: TextIO) -> None:
    """A row for each verdict, passed or not."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_KEYS)
    writer.writerows(_row(one) for one in report.verdicts())


def write_plain_checks(report: Report, out: TextIO) -> None:
    """The same rows between tabs, without a head."""
    for one in report.verdicts():
        cells = [" ".join(str(cell).split()) for cell in _row(one)]
        out.write("\t".join(cells) + "\n")


def _row(one: Verdict) -> list[object]:
    place = one.place
    return [
        *(one.network, one.path, one.rule, str(one.level), str(one.passed).lower(), one.metric),
        *[_cell(found) for found in (one.value, one.limit, one.excess, one.base)],
        one.message,
        *((place.file, place.line, place.column) if place else ("", "", "")),
    ]


def _cell(value: Number | None) -> int | float | str:
    return "" if value is None else number(value)
