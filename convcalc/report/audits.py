"""An audit in every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TextIO

from convcalc.report.audit_sheet import audit_sheet
from convcalc.report.ci.checks_csv import write_checks, write_plain_checks
from convcalc.report.ci.summary import write_markdown
from convcalc.report.networks import NETWORK_FORMATS
from convcalc.report.sheet import FORMATS
from convcalc.report.whole import Report


def write_audit(report: Report, form: str, out: TextIO) -> None:
    """Write what an audit found, in a format of the interface."""
    AUDIT_FORMATS[form](report, out)


def _table(report: Report, out: TextIO) -> None:
    sheet = audit_sheet(report)
    if sheet.titles:
        FORMATS["table"](sheet, out)
    else:
        out.write(f"{sheet.footer}\n")


AUDIT_FORMATS: Mapping[str, Callable[[Report, TextIO], None]] = {
    "table": _table,
    "markdown": write_markdown,
    "json": NETWORK_FORMATS["json"],
    "jsonl": NETWORK_FORMATS["jsonl"],
    "csv": write_checks,
    "plain": write_plain_checks,
}
