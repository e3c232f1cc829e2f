"""Several layers as an aligned table. Rich draws it in a terminal; what is piped does without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TextIO
from unicodedata import combining, east_asian_width

_BETWEEN = "  "
_NATURAL = 10_000  # columns: off a terminal a table has its own width and is never cropped


@dataclass(frozen=True, slots=True)
class TextTable:
    """Titles, rows of numbers and words, and a line above and below."""

    titles: Sequence[str]
    rows: Sequence[Sequence[int | str]]
    caption: str = ""
    footer: str = ""
    styles: Sequence[str] = ()  # of each row, where they are emphasised: red, green or none

    def write(self, out: TextIO, *, colour: bool) -> None:
        """Print it; in a terminal that is too narrow, long cells fold."""
        if colour or out.isatty():
            lines = self._drawn(out, colour=colour)
        else:
            lines = [*self.caption.splitlines(), *self._aligned(), *self.footer.splitlines()]
        out.writelines(f"{line.rstrip()}\n" for line in lines)

    @property
    def _digits(self) -> list[bool]:
        """Of each column whether it holds numbers alone, which stand to the right."""
        return [
            all(isinstance(row[number], int) for row in self.rows)
            for number in range(len(self.titles))
        ]

    @property
    def _cells(self) -> list[list[str]]:
        return [[f"{v:,}" if isinstance(v, int) else v for v in row] for row in self.rows]

    def _aligned(self) -> list[str]:
        """The lines of the table in its own width."""
        lines = [list(self.titles), *self._cells]
        widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
        right = self._digits
        return [_BETWEEN.join(map(_padded, line, widths, right)) for line in lines]

    def _drawn(self, out: TextIO, *, colour: bool) -> list[str]:
        from rich.console import Console  # noqa: PLC0415 — what is piped does not need it
        from rich.table import Table  # noqa: PLC0415

        table = Table(
            box=None, pad_edge=False, padding=(0, 0, 0, len(_BETWEEN)), header_style="bold"
        )
        for title, digits in zip(self.titles, self._digits, strict=True):
            table.add_column(title, justify="right" if digits else "left", overflow="fold")
        for row, style in zip_longest(self._cells, self.styles):
            table.add_row(*row, style=style or None)
        console = Console(
            width=None if out.isatty() else _NATURAL,
            color_system="standard" if colour else None,
            force_terminal=colour,
            highlight=False,
            markup=False,
            emoji=False,
        )
        with console.capture() as capture:
            for text in (self.caption, table, self.footer):
                if text:
                    console.print(text)
        return capture.get().splitlines()


def _padded(cell: str, columns: int, right: bool) -> str:
    spaces = " " * (columns - width(cell))
    return f"{spaces}{cell}" if right else f"{cell}{spaces}"


def width(text: str) -> int:
    """How many columns of a terminal a text fills: one a character, but for wide ones and marks.

    >>> width("conv"), width("\u5c42")
    (4, 2)
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 1 + (east_asian_width(one) in "WF") for one in text)
