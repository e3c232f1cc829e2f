"""A front as a page: the picture, a table that sorts, and nothing that is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import TextIO

from convcalc.report.front.drawing import svg
from convcalc.report.front.palette import PAGE
from convcalc.report.front.picture import Picture
from convcalc.report.sheet import Cell, Sheet

_COLOURS = ("paper", "ink", "muted", "grid", "front")


def write_page(picture: Picture, sheet: Sheet, out: TextIO) -> None:
    """Write a page that needs no other file."""
    parts = {
        "title": escape(picture.title),
        "style": _part("page.css"),
        "script": _part("page.js"),
        "drawing": _drawing(picture),
        "table": "\n".join(_table(sheet)),
        "counts": "<br>\n".join(map(escape, sheet.footer.splitlines())),
    }
    page = _part("page.html")
    for name, text in parts.items():
        page = page.replace(f"<!-- {name} -->", text)
    out.write(page)


def _part(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _drawing(picture: Picture) -> str:
    """The SVG, whose colours are those of the page."""
    text = svg(picture, PAGE, transparent=True)
    text = text[text.index("<svg") :]
    for name in _COLOURS:
        text = text.replace(getattr(PAGE, name), f"var(--{name})")
    said = f"{picture.of_front}, of {picture.of_others}"
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(said)}" ', 1)


def _table(sheet: Sheet) -> Iterator[str]:
    rows = sheet.shown()
    yield "<thead><tr>"
    for title, cells in zip(sheet.titles.values(), _columns(rows, len(sheet.titles)), strict=True):
        kind = ' class="number"' if all(map(_is_number, cells)) else ""
        yield f'<th scope="col"{kind}><button type="button">{escape(title)}</button></th>'
    yield "</tr></thead>\n<tbody>"
    for row in rows:
        yield f"<tr>{''.join(map(_cell, row))}</tr>"
    yield "</tbody>"


def _columns(rows: Sequence[Sequence[Cell]], count: int) -> list[list[Cell]]:
    return [[row[number] for row in rows] for number in range(count)]


def _cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return f'<td class="number" data-value="{cell}">{cell:,}</td>'
    kind = ' class="number"' if _is_number(cell) else ""
    return f"<td{kind}>{escape(cell)}</td>"


def _is_number(cell: Cell) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
