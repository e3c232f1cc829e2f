"""How a front is shown: a format, a plot below it, and pictures in files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from convcalc.cli.output import emit
from convcalc.cli.reports import Reports, Write, wanted_reports, written_files
from convcalc.errors import InputError
from convcalc.report.sheet import FORMATS, Sheet

if TYPE_CHECKING:
    from convcalc.report.front.picture import Picture

_SHEETS = ("json", "csv", "markdown")
_PICTURES = ("html", "svg", "png")
NAMES = (*_SHEETS, *_PICTURES)

PlotOption = Annotated[
    bool, typer.Option("--plot", help="Draw the front below the table, in characters.")
]
FrontReportOption = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT=PATH", help=f"{' '.join(NAMES)}; repeatable."),
]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is asked for."""

    form: str
    plot: bool
    reports: Reports

    @classmethod
    def asked(cls, form: str, plot: bool, words: Sequence[str] | None) -> Shown:
        """The flags, read before anything is computed.

        Raises InputError for what cannot be, or needs a library that is not there.
        """
        if plot and form != "table":
            sentence = f"--plot stands below a table; with -f {form} say --report svg=PATH"
            raise InputError("CC100", sentence)
        found = cls(form, plot, wanted_reports(words, None, NAMES))
        if found._drawn:
            from convcalc.report.front.drawing import require  # noqa: PLC0415 — only if asked

            require()
        return found

    @property
    def _drawn(self) -> bool:
        return any(form in _PICTURES for form, _ in self.reports.files)

    def check(self, objectives: Sequence[object]) -> None:
        """Raises InputError where a picture is asked for, and there is one objective only."""
        if self.plot or self._drawn:
            from convcalc.report.front.picture import checked  # noqa: PLC0415 — only if asked

            checked(objectives)

    def write(self, sheet: Sheet, picture: Callable[[], Picture]) -> int:
        """Write all of it; the exit code, 2 where a file cannot be written, which is said."""
        made = picture() if self.plot or self._drawn else None
        emit(lambda out: self._print(sheet, made, out))
        return written_files(self.reports, _formats(sheet, made))

    def _print(self, sheet: Sheet, made: Picture | None, out: TextIO) -> None:
        FORMATS[self.form](sheet, out)
        if self.plot and made:
            from convcalc.report.front.terminal import write_plot  # noqa: PLC0415 — only if asked

            out.write("\n")
            write_plot(made, out)


def _formats(sheet: Sheet, made: Picture | None) -> dict[str, Write]:
    formats: dict[str, Write] = {form: partial(FORMATS[form], sheet) for form in _SHEETS}
    if made:
        from convcalc.report.front.drawing import write_png, write_svg  # noqa: PLC0415 — if asked
        from convcalc.report.front.page import write_page  # noqa: PLC0415 — likewise

        formats |= {
            "html": partial(write_page, made, sheet),
            "svg": partial(write_svg, made),
            "png": partial(write_png, made),
        }
    return formats
