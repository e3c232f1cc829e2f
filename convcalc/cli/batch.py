"""`convcalc batch`: a filter from JSON Lines of layers to JSON Lines of costs."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Annotated, cast

import typer

from convcalc.cli import options
from convcalc.cli.answers import Asked
from convcalc.cli.batch_lines import Lines
from convcalc.cli.batch_run import Order, Run
from convcalc.cli.output import emit
from convcalc.cli.processes import Processes
from convcalc.cli.progress import Told, progress


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
    jobs: Annotated[
        str,
        typer.Option(
            "--jobs", "-j", metavar="N", help="Processes at most; auto: if there is much."
        ),
    ] = "auto",
) -> int:
    """Read a layer from each line, write its cost; one bad line never stops the rest.

    [bold]Examples[/bold]

    convcalc batch layers.jsonl > costs.jsonl

    convcalc batch layers.jsonl -f csv --verify

    generate-layers | convcalc batch | head

    A record names the variant, the input and the arguments as the commands do. A bad one
    gives {"line": 7, "error": "..."} in its place, and the exit code is 2 at the end.
    The output is the same with any number of processes.
    """
    given = {"batch": samples, "dtype": dtype}
    order = Order(
        Asked(verify, explain, convention, memory, form),
        {name: value for name, value in given.items() if value is not None},
        "line " if file == "-" else f"{file}:",
    )
    run, processes = Run(order), Processes.of(jobs)
    # Where the answers themselves can be watched there is no need of a bar.
    watched = not sys.stdout.isatty()
    with _opened(file) as source:
        size = _size(source)
        with progress(size, "batch", long=watched) as advance:
            lines = Lines(source, size is None, order, run, processes, Told(advance))
            emit(lines.write)
    return run.exit_code()


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
