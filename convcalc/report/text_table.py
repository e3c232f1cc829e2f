"""Several layers as an aligned table. The one room that knows rich."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

_NATURAL = 10_000  # columns: off a terminal a table has its own width and is never cropped


@dataclass(frozen=True, slots=True)
class TextTable:
    """Titles, rows of numbers and words, and a line above and below."""

    titles: Sequence[str]
    rows: Sequence[Sequence[int | str]]
    caption: str = ""
    footer: str = ""

    def write(self, out: TextIO, *, colour: bool) -> None:
        """Print it; in a terminal that is too narrow, long cells fold."""
        from rich.console import Console  # noqa: PLC0415 — a single layer does not need it
        from rich.table import Table  # noqa: PLC0415

        table = Table(box=None, pad_edge=False, padding=(0, 0, 0, 2), header_style="bold")
        for number, title in enumerate(self.titles):
            digits = all(isinstance(row[number], int) for row in self.rows)
            table.add_column(title, justify="right" if digits else "left", overflow="fold")
        for row in self.rows:
            table.add_row(*(f"{v:,}" if isinstance(v, int) else v for v in row))
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
        lines = capture.get().splitlines()
        out.writelines(f"{line.rstrip()}\n" for line in lines)
