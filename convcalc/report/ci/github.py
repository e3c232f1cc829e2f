"""Annotations: lines of a log from which GitHub Actions marks a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from convcalc.audit.verdict import Level
from convcalc.report.ci.findings import Finding, findings, of_level
from convcalc.report.whole import Report

_MOST = 9  # GitHub shows ten of a level and step; the tenth says how many there are more


def write_annotations(report: Report, out: TextIO) -> None:
    """At most nine errors and nine warnings; notes would hide them."""
    found = findings(report)
    for level in (Level.ERROR, Level.WARNING):
        out.writelines(f"{line}\n" for line in _lines(level, of_level(found, level)))


def _lines(level: Level, found: Sequence[Finding]) -> list[str]:
    lines = [_line(one) for one in found[:_MOST]]
    if more := found[_MOST:]:
        lines.append(f"::{level} title=convcalc::and {len(more)} more, which the log has")
    return lines


def _line(one: Finding) -> str:
    """The place stands in the text too: what is read in a mail or a log has no file beside it."""
    where = f"{one.where}: " if one.where else ""
    text = "\n".join([f"{where}{one.text}", *one.verdict.details])
    named = {"file": one.file, "line": str(one.line)} if one.file else {}
    if one.file and one.columns:
        named |= dict(zip(("col", "endColumn"), map(str, one.columns), strict=True))
    named["title"] = f"convcalc {one.verdict.rule}"
    properties = ",".join(f"{name}={property_text(value)}" for name, value in named.items())
    return f"::{one.verdict.level} {properties}::{message_text(text)}"


def message_text(text: str) -> str:
    r"""A message on one line, as the runner reads it.

    >>> message_text("50% over\nsee: a,b")
    '50%25 over%0Asee: a,b'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_text(text: str) -> str:
    """A value between commas and colons.

    >>> property_text("a,b: 5%.yaml")
    'a%2Cb%3A 5%25.yaml'
    """
    return message_text(text).replace(":", "%3A").replace(",", "%2C")
