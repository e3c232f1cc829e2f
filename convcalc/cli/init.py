"""`convcalc init`: a file to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from convcalc.cli import talk
from convcalc.errors import InputError
from convcalc.network.template import template


def init(
    name: Annotated[
        str, typer.Argument(metavar="TEMPLATE", help="A network of the zoo; none: a starter.")
    ] = "network",
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> int:
    """Write a starter file, or a network of the zoo, into this folder.

    [bold]Examples[/bold]

    convcalc init

    convcalc init resnet50

    convcalc init mobilenet_v2 --force
    """
    files = template(name)
    there = [path for path in files if Path(path).exists()]
    if there and not force:
        listed = ", ".join(there)
        raise InputError("CC101", f"{listed} exists; move it, or replace it with --force")
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
    first = next(iter(files))
    talk.note(f"note: wrote {', '.join(files)}; convcalc net {first} says what it costs")
    return 0
