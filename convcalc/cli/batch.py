"""`convcalc batch`: a filter from JSON Lines of layers to JSON Lines of costs."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Container, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Annotated, TextIO, cast

import typer

from convcalc.cli import options, talk
from convcalc.cli.answers import CANNOT_RUN, OK, Asked, answer, exit_code
from convcalc.cli.output import emit
from convcalc.cli.progress import progress, told
from convcalc.errors import InputError
from convcalc.jsonl import Line, read_lines
from convcalc.report.answer import Answer
from convcalc.report.stream import WITH_ERRORS, Result, stream
from convcalc.variants.layer import Layer


def batch(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="JSON Lines; - is stdin.")] = "-",
    *,
    samples: Annotated[
        str | None,
        typer.Option("--batch", metavar="N", help="For records that do not say it themselves."),
    ] = None,
    dtype: Annotated[
        str | None,
        typer.Option("--dtype", metavar="NAME", help="For records that do not say it themselves."),
    ] = None,
    verify: options.VerifyOption = False,
    explain: options.ExplainOption = False,
    convention: options.ConventionOption = None,
    memory: options.MemoryOption = "512MiB",
    form: options.FormatOption = "jsonl",
) -> int:
    """Read a layer from each line, write its cost; one bad line never stops the rest.

    [bold]Examples[/bold]

    convcalc batch layers.jsonl > costs.jsonl

    convcalc batch layers.jsonl -f csv --verify

    generate-layers | convcalc batch | head

    A record names the variant, the input and the arguments as the commands do. A bad one
    gives {"line": 7, "error": "..."} in its place, and the exit code is 2 at the end.
    """
    given = {"batch": samples, "dtype": dtype}
    run = Run(
        Asked(verify, explain, convention, memory, form),
        {name: value for name, value in given.items() if value is not None},
        "line " if file == "-" else f"{file}:",
    )
    write = stream(form, verified=verify)
    # Where the answers themselves can be watched there is no need of a bar.
    watched = not sys.stdout.isatty()
    with _opened(file) as source, progress(_size(source), "batch", long=watched) as advance:

        def lines(out: TextIO) -> Iterator[Line]:
            return told(read_lines(source, waiting=out.flush), advance)

        emit(lambda out: write(run.results(lines(out)), out))
    return run.exit_code()


class Run:
    """One pass over the lines, and what was earned on the way."""

    def __init__(self, asked: Asked, defaults: dict[str, str], place: str) -> None:
        self._asked = asked
        self._defaults = defaults
        self._place = place
        self._lines = self._bad = 0
        self._finding = OK

    def results(self, lines: Iterator[Line]) -> Iterator[Result]:
        """What becomes of each line, in order."""
        for line in lines:
            self._lines += 1
            own = {name: value for name, value in line.values.items() if name[:2] == "x-"}
            try:
                yield Result(line.number, self._answer(line, own), own=own)
            except InputError as error:
                self._bad += 1
                if self._asked.format not in WITH_ERRORS:
                    talk.error(f"{self._place}{line.number}: {error}")
                yield Result(line.number, error=str(error), own=own)

    def _answer(self, line: Line, own: Container[str]) -> Answer:
        if line.error:
            raise line.error
        values = line.values
        if own:
            values = {name: value for name, value in values.items() if name not in own}
        found = answer(Layer.read({**self._defaults, **values}), self._asked)
        if not found.confirmed:
            self._finding = exit_code([found], f"{self._place}{line.number}: ")
        return found

    def exit_code(self) -> int:
        """2 where a line could not be computed, which is said; else 1 for a finding."""
        if self._bad:
            talk.error(f"{self._bad:,} of {self._lines:,} lines cannot be computed")
        return CANNOT_RUN if self._bad else self._finding


@contextmanager
def _opened(file: str) -> Iterator[BufferedReader]:
    if file == "-":
        yield cast("BufferedReader", sys.stdin.buffer)
        return
    with Path(file).open("rb") as source:
        yield source


def _size(source: BufferedReader) -> int | None:
    """The bytes of a file; nobody knows how much will come through a pipe."""
    try:
        found = os.fstat(source.fileno())
    except OSError:  # no file of the system
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None
