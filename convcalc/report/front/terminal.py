"""A front in a terminal: the first two objectives, drawn with characters only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from textwrap import wrap
from typing import TextIO

from convcalc.report.front.picture import Axis, Picture, Row
from convcalc.report.front.scale import Scale, Tick, scale_of
from convcalc.report.screen import screen

_WIDEST = 100  # columns
_NARROWEST = 24
_ROWS = 18
_DOTS = {
    (0, 0): 1,
    (0, 1): 2,
    (0, 2): 4,
    (1, 0): 8,
    (1, 1): 16,
    (1, 2): 32,
    (0, 3): 64,
    (1, 3): 128,
}
_BRAILLE = 0x2800


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What is drawn with."""

    front: str
    other: str
    side: str
    mark: str  # on the side
    corner: str
    floor: str
    foot: str  # a mark on the floor
    dots: bool


_FINE = Glyphs("●", "⠶", "│", "┤", "└", "─", "┬", dots=True)
_PLAIN = Glyphs("o", ".", "|", "+", "+", "-", "+", dots=False)


def write_plot(picture: Picture, out: TextIO) -> None:
    """Draw a front; what cannot show braille gets letters."""
    shown = screen(out, "●⠶│┤└─┬")
    glyphs = _FINE if shown.blocks else _PLAIN
    columns = max(min(shown.columns, _WIDEST), _NARROWEST)
    out.writelines(f"{line.rstrip()}\n" for line in plot_lines(picture, columns, glyphs))


def plot_lines(picture: Picture, columns: int, glyphs: Glyphs = _FINE) -> Iterator[str]:
    """The lines of the plot, none of which is wider than that."""
    across, up = [
        scale_of(picture.column(axis), binary=picture.axes[axis].unit == "B") for axis in (0, 1)
    ]
    marks = _on_rows(up.ticks(_ROWS // 3), up)
    gutter = max((len(text) for text in marks.values()), default=0)
    width = columns - gutter - 2
    cells = _cells(picture, across, up, width, glyphs)
    yield from wrap(_said(picture.axes[1], up), columns)
    for row in range(_ROWS):
        text = marks.get(row, "")
        side = glyphs.mark if text else glyphs.side
        line = "".join(cells.get((column, row), " ") for column in range(width))
        yield f"{text:>{gutter}} {side}{line}"
    yield from _floor(across, gutter, width, glyphs)
    yield from [f"{line:>{columns}}" for line in wrap(_said(picture.axes[0], across), columns)]
    yield from _legend(picture, columns, glyphs)


def _said(axis: Axis, scale: Scale) -> str:
    return f"{axis.title}, {axis.better}{', in powers' if scale.log else ''}"


def _legend(picture: Picture, columns: int, glyphs: Glyphs) -> Iterator[str]:
    parts = [f"{glyphs.front} {picture.of_front}", f"{glyphs.other} {picture.of_others}"]
    beside = "   ".join(parts)
    for line in [beside] if len(beside) <= columns else parts:
        yield from wrap(line, columns)
    hidden = ", ".join(one.name for one in picture.axes[2:])
    if hidden:
        yield from wrap(f"seen along {hidden}, so that some stand behind others", columns)


def _on_rows(ticks: Sequence[Tick], scale: Scale) -> dict[int, str]:
    """What stands at which row, from the top."""
    return {_ROWS - 1 - _step(scale.place(one.value), _ROWS): one.text for one in ticks}


def _step(place: float, steps: int) -> int:
    return min(max(int(place * steps), 0), steps - 1)


def _cells(
    picture: Picture, across: Scale, up: Scale, width: int, glyphs: Glyphs
) -> Mapping[tuple[int, int], str]:
    """The characters that are no blanks, by column and row from the top."""
    dots: dict[tuple[int, int], int] = {}
    for row in _drawable(picture.others):
        x = _step(across.place(row[0]), width * 2)
        y = _ROWS * 4 - 1 - _step(up.place(row[1]), _ROWS * 4)
        at = x // 2, y // 4
        dots[at] = dots.get(at, 0) | _DOTS[x % 2, y % 4]
    cells = {at: chr(_BRAILLE + dot) if glyphs.dots else glyphs.other for at, dot in dots.items()}
    for row in _drawable(picture.front):
        at = _step(across.place(row[0]), width), _ROWS - 1 - _step(up.place(row[1]), _ROWS)
        cells[at] = glyphs.front
    return cells


def _drawable(rows: Sequence[Row]) -> Iterator[Row]:
    return (row for row in rows if isfinite(row[0]) and isfinite(row[1]))


def _floor(scale: Scale, gutter: int, width: int, glyphs: Glyphs) -> Iterator[str]:
    """The axis at the bottom, and the numbers that fit below it."""
    line, texts, free = [glyphs.floor] * width, [" "] * (gutter + 2 + width), 0
    for tick in scale.ticks(max(width // 12, 1)):
        column = _step(scale.place(tick.value), width)
        start = gutter + 2 + column - len(tick.text) // 2
        if start < free or start + len(tick.text) > len(texts):
            continue
        line[column] = glyphs.foot
        texts[start : start + len(tick.text)] = tick.text
        free = start + len(tick.text) + 2
    yield f"{'':{gutter}} {glyphs.corner}{''.join(line)}"
    yield "".join(texts)
