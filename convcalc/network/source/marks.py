"""Where an event of the parser stands. Both of PyYAML's parsers count characters."""

from __future__ import annotations

import re
from typing import Any

from convcalc.network.source.nodes import Mark
from convcalc.network.source.text import Text

_ANCHOR = re.compile(r"&\S+\s*")


def start(event: Any, width: int = 1) -> Mark:  # noqa: ANN401 — PyYAML's events have no types
    """Where the event begins."""
    mark = event.start_mark
    return Mark(mark.line + 1, mark.column + 1, width)


def of_scalar(event: Any, text: Text) -> Mark:  # noqa: ANN401
    """The scalar without its anchor; of several lines the first is as wide as it is."""
    begin, end = event.start_mark, event.end_mark
    line, column, index = begin.line, begin.column, begin.index
    if event.anchor is not None and (anchor := _ANCHOR.match(text.text, index, end.index)):
        line += anchor[0].count("\n")
        index = anchor.end()
        lone = anchor[0].rfind("\n") + 1
        column = len(anchor[0]) - lone if lone else column + len(anchor[0])
    if index == end.index:
        return _missing(line, column, text)
    if line == end.line:
        return Mark(line + 1, column + 1, end.index - index)
    shown = text.lines[line][column:].rstrip()
    return Mark(line + 1, column + 1, len(shown) or 1)


def _missing(line: int, column: int, text: Text) -> Mark:
    """A value that is not written belongs behind its key, where only one parser puts it."""
    written = text.lines[line] if line < len(text.lines) else ""
    while column and written[column - 1 : column].isspace():  # no slices: lines may be long
        column -= 1
    if column or not line:
        return Mark(line + 1, column + 1)
    return _missing_above(line, text)


def _missing_above(line: int, text: Text) -> Mark:
    while line and not text.lines[line - 1].strip():
        line -= 1
    return Mark(line, len(text.lines[line - 1].rstrip()) + 1) if line else Mark(1, 1)
