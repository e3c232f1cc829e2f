"""Reports beside the output: `--report FORMAT=PATH` and `--ci github`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, TextIO

import typer

from convcalc.audit.verdict import of_problem
from convcalc.cli import talk
from convcalc.cli.codes import CANNOT_RUN, OK
from convcalc.cli.whole_file import write_whole
from convcalc.errors import InputError, nearest
from convcalc.report.groups import Selection
from convcalc.report.network_sheet import NetworkTable
from convcalc.report.whole import Report

NAMES = ("json", "csv", "markdown", "junit", "sarif", "gitlab")

ReportOption = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT=PATH", help=f"{' '.join(NAMES)}; repeatable."),
]
CiOption = Annotated[
    Literal["github"] | None,
    typer.Option("--ci", metavar="SYSTEM", help="github: annotations on stderr, and a summary."),
]

Write = Callable[[TextIO], object]


@dataclass(frozen=True, slots=True)
class Reports:
    """What is to be written beside the output."""

    files: tuple[tuple[str, str], ...] = ()  # format and path
    ci: str | None = None


def wanted_reports(
    words: Sequence[str] | None, ci: str | None, names: Sequence[str] = NAMES
) -> Reports:
    """The reports that the flags ask for.

    Raises InputError for what cannot be one, so that nothing is computed in vain.
    """
    files = tuple(_asked(word, names) for word in words or ())
    seen: dict[str, str] = {}
    for form, path in files:
        full = os.path.realpath(path)
        if full in seen:
            raise InputError("CC100", f"--report {form}={path}: {seen[full]} is written there too")
        seen[full] = form
    return Reports(files, ci)


def _asked(word: str, names: Sequence[str]) -> tuple[str, str]:
    form, _, path = word.partition("=")
    if not path:
        raise InputError("CC100", f"--report {word}: write --report FORMAT=PATH")
    if form not in names:
        hint = nearest(form, names) or f"; use {', '.join(names)}"
        raise InputError("CC107", f'--report: format "{form}" is not known{hint}')
    if path == "-":
        raise InputError(
            "CC100", f"--report {word}: stdout has the output itself; name a file, or use -f"
        )
    return form, path


def written(
    report: Report,
    wanted: Reports,
    own: Mapping[str, Write] | None = None,
    page: Write | None = None,
) -> int:
    """Write all reports; the exit code, 2 where one cannot be written, which is said.

    Formats in which a command shows its `own` are written by that, the others are of checks; so
    is the summary of a step, unless there is a `page` for it.
    """
    codes = [report.exit_code]
    if wanted.files:
        from convcalc.report.reports import FORMATS  # noqa: PLC0415 — only if asked

        checks = {form: partial(write, report) for form, write in FORMATS.items()}
        formats: dict[str, Write] = {**checks, **(own or {})}
        codes.append(written_files(wanted, formats))
    if wanted.ci:
        codes.append(_tried("--ci github", partial(_tell_github, report, page)))
    return max(codes)


def written_files(wanted: Reports, formats: Mapping[str, Write]) -> int:
    """Write the reports that are files; 2 where one cannot be written, which is said."""
    codes = [OK]
    for form, path in wanted.files:
        write = partial(write_whole, path, formats[form])
        codes.append(_tried(f"--report {form}={path}", write))
    return max(codes)


def own_formats(write: Callable[[str, TextIO], object], forms: Sequence[str]) -> dict[str, Write]:
    """The formats that a command's own `-f` writes, for reports."""
    return {form: partial(write, form) for form in forms}


@contextmanager
def refusals(wanted: Reports) -> Iterator[None]:
    """Let the reports say too why nothing could be computed: a project file that is not valid."""
    try:
        yield
    except InputError as error:
        problems = tuple(of_problem(problem, "") for problem in error.problems)
        written(Report((), NetworkTable(Selection()), CANNOT_RUN, problems), wanted)
        raise


def _tried(name: str, write: Callable[[], object]) -> int:
    try:
        write()
    except OSError as error:
        talk.error(f"error[CC101]: {name}: {error.strerror or error}")
        return CANNOT_RUN
    return OK


def _tell_github(report: Report, own: Write | None) -> None:
    """Annotations in the log, and a page added to the summary of the step."""
    from convcalc.report.ci.github import write_annotations  # noqa: PLC0415 — only if asked
    from convcalc.report.ci.summary import STEP_LIMIT, cut, summary  # noqa: PLC0415 — likewise

    write_annotations(report, sys.stderr)
    sys.stderr.flush()
    if name := os.environ.get("GITHUB_STEP_SUMMARY"):
        page = Path(name)
        before = page.stat().st_size if page.exists() else 0
        room = STEP_LIMIT - before - 1
        text = cut(own, room) if own else summary(report, room)
        with page.open("a", encoding="utf-8", errors="replace", newline="\n") as out:
            out.write(f"\n{text}" if before else text)
