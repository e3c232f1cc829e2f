"""An audit in every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TextIO

from convcalc.report.audit_sheet import audit_sheet
from convcalc.report.networks import write_networks
from convcalc.report.sheet import FORMATS
from convcalc.report.whole import Report


def write_audit(report: Report, form: str, out: TextIO) -> None:
    """Write what an audit found, in a format of the interface."""
    _WRITERS[form](report, form, out)


def _sheet(report: Report, form: str, out: TextIO) -> None:
    sheet = audit_sheet(report)
    if sheet.titles:
        FORMATS[form](sheet, out)
    else:
        out.write(f"{sheet.footer}\n")


def _records(report: Report, form: str, out: TextIO) -> None:
    write_networks(report.answers, report.table, form, out, exit_code=report.exit_code)


_WRITERS: Mapping[str, Callable[[Report, str, TextIO], None]] = {
    "table": _sheet,
    "markdown": _sheet,
    "json": _records,
    "jsonl": _records,
    "csv": _records,
    "plain": _records,
}
