"""A page in Markdown: networks and metrics in a table, and what was found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from io import StringIO
from itertools import accumulate
from typing import TextIO

from convcalc.audit.verdict import Level
from convcalc.notation.rounding import plural
from convcalc.report.ci.findings import Finding, findings, of_level
from convcalc.report.ci.markdown import code, escaped
from convcalc.report.ci.metric_rows import MARKS, metric_rows
from convcalc.report.whole import Report

STEP_LIMIT = 2**20 - 1  # GitHub drops the summary of a step that reaches 1 MiB [B]


def write_markdown(report: Report, out: TextIO) -> None:
    """The whole page."""
    out.write(summary(report, sys.maxsize))


def summary(report: Report, room: int) -> str:
    """The page in at most so many bytes: what does not fit is left out of the middles."""
    found = findings(report)
    head, rows = metric_rows(report)
    items = [_item(one) for one in found]
    title = f"## convcalc: {_counts(report, found)}\n\n"
    between = "\n### Findings\n\n" if items else ""
    room -= _bytes([title, *head, between])
    table = shortened(rows, max(room // 2, room - _bytes(items)), _rows_left)
    items = shortened(items, room - _bytes(table), _items_left)
    return "".join([title, *head, *table, between, *items])


def cut(write: Callable[[TextIO], object], room: int) -> str:
    """A page of a command's own in at most so many bytes, lines left out of its middle."""
    page = StringIO()
    write(page)
    return "".join(shortened(page.getvalue().splitlines(keepends=True), room, _lines_left))


def _lines_left(count: int) -> str:
    return f"… {plural(count, 'line')} left out\n"


def _counts(report: Report, found: list[Finding]) -> str:
    counted = [
        plural(len(of_level(found, Level.ERROR)), "error"),
        plural(len(of_level(found, Level.WARNING)), "warning"),
    ]
    return f"{', '.join(counted)} in {plural(len(report.answers), 'network')}"


def _item(one: Finding) -> str:
    """A finding as an item of a list, its details below it."""
    verdict = one.verdict
    where = f" {code(one.where)}" if one.where else ""
    head = f"- {MARKS[verdict.level]} **{verdict.level} {verdict.rule}**{where} {escaped(one.text)}"
    return "\n".join([head, *[f"  - {escaped(line)}" for line in verdict.details], ""])


def _rows_left(count: int) -> str:
    return f"| … | {plural(count, 'row')} left out |\n"


def _items_left(count: int) -> str:
    return f"- … {plural(count, 'finding')} left out: the page would be too long\n"


def shortened(lines: Sequence[str], room: int, told: Callable[[int], str]) -> list[str]:
    r"""The lines without as many in the middle as it takes to fit into so many bytes.

    >>> shortened(["one\n", "two\n", "three\n", "four\n"], 18, "{} left\n".format)
    ['one\n', '2 left\n', 'four\n']
    """
    if _bytes(lines) <= room:
        return list(lines)
    half = (room - len(told(len(lines)).encode())) // 2
    first, last = _fitting(lines, half), _fitting(lines[::-1], half)
    left = told(len(lines) - first - last)
    return [*lines[:first], left, *lines[len(lines) - last :]]


def _fitting(lines: Sequence[str], room: int) -> int:
    """How many of the first lines fit."""
    sizes = accumulate(_bytes([line]) for line in lines)
    return sum(size <= room for size in sizes)


def _bytes(lines: Sequence[str]) -> int:
    return sum(len(line.encode(errors="replace")) for line in lines)
