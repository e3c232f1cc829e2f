"""A sheet of rows and columns, and the formats it can be written in."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TextIO

from convcalc.report.screen import screen
from convcalc.report.style import colours

Cell = int | str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under columns; `whole` and `records` are the same facts for JSON."""

    keys: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    whole: Callable[[], Any]
    records: Callable[[], Iterable[Any]]
    titles: Mapping[str, str]  # the columns that people are shown, and what these are called
    caption: str = ""
    footer: str = ""
    spare: Sequence[str] = ()  # what is left out first where a terminal is too narrow
    right: Sequence[str] = ()  # columns of text that Markdown sets to the right, as numbers
    styles: Sequence[str] = ()  # of each row, where they are emphasised: red, green or none

    def shown(self) -> list[list[Cell]]:
        """The rows, cut to the columns that people are shown."""
        places = [self.keys.index(key) for key in self.titles]
        return [[row[place] for place in places] for row in self.rows]


def _table(sheet: Sheet, out: TextIO) -> None:
    from convcalc.report.text_table import TextTable  # noqa: PLC0415 — its format's own

    if out.isatty():
        sheet = fitting(sheet, screen(out, "").columns)
    titles = list(sheet.titles.values())
    table = TextTable(titles, sheet.shown(), sheet.caption, sheet.footer, sheet.styles)
    table.write(out, colour=colours(out))


def fitting(sheet: Sheet, columns: int) -> Sheet:
    """The sheet without as many spare columns as it takes to fit, which its footer says."""
    left, titles = [], dict(sheet.titles)
    for key in sheet.spare:
        if _width(replace(sheet, titles=titles)) <= columns:
            break
        if key in titles:
            left.append(titles.pop(key).strip())
    note = f"left out for want of width: {', '.join(left)}" if left else ""
    footer = "\n".join(text for text in (sheet.footer, note) if text)
    return replace(sheet, titles=titles, footer=footer)


def _width(sheet: Sheet) -> int:
    """Its natural width in a terminal. [columns]"""
    lines = [list(sheet.titles.values()), *sheet.shown()]
    cells = zip(*lines, strict=True)
    return sum(max(len(_shown(cell)) for cell in column) + 2 for column in cells) - 2


def _plain(sheet: Sheet, out: TextIO) -> None:
    out.writelines("\t".join(map(str, row)) + "\n" for row in sheet.rows)


def _json(sheet: Sheet, out: TextIO) -> None:
    out.write(json.dumps(sheet.whole(), indent=2, ensure_ascii=False) + "\n")


def _jsonl(sheet: Sheet, out: TextIO) -> None:
    out.writelines(json_lines(sheet.records()))


def json_lines(records: Iterable[object]) -> Iterator[str]:
    """Each record as a line of JSON; pydantic's writer is thrice as fast as Python's."""
    from pydantic_core import to_json  # noqa: PLC0415 — its format's own

    return (to_json(record).decode() + "\n" for record in records)


def _csv(sheet: Sheet, out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.keys)
    writer.writerows(sheet.rows)


def _markdown(sheet: Sheet, out: TextIO) -> None:
    rows = sheet.shown()
    columns = zip(*rows, strict=True) if rows else [()] * len(sheet.titles)
    digits = [all(isinstance(cell, int) for cell in column) for column in columns]
    right = [one or key in sheet.right for one, key in zip(digits, sheet.titles, strict=True)]
    lines = [list(sheet.titles.values()), ["---:" if number else "---" for number in right]]
    lines += [[_shown(cell) for cell in row] for row in rows]
    out.writelines(f"| {' | '.join(_escaped(cell) for cell in line)} |\n" for line in lines)


def _shown(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")


FORMATS: Mapping[str, Callable[[Sheet, TextIO], None]] = {
    "table": _table,
    "plain": _plain,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "markdown": _markdown,
}
