"""`convcalc convert`: a network as flat YAML, or drawn."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from convcalc.cli import network_options, talk
from convcalc.cli.codes import OK
from convcalc.cli.networks import Wanted
from convcalc.cli.output import emit
from convcalc.cli.whole_file import write_whole
from convcalc.errors import InputError
from convcalc.network import Network, load
from convcalc.network.uncounted import gathered
from convcalc.network.writing import dot_text, mermaid_text, yaml_text


class Form(StrEnum):
    """What a network can be written as."""

    YAML = "yaml"
    DOT = "dot"
    MERMAID = "mermaid"


_WRITERS: dict[Form, Callable[[Network], str]] = {
    Form.YAML: yaml_text,
    Form.DOT: dot_text,
    Form.MERMAID: mermaid_text,
}
_SUFFIXES = {
    ".yaml": Form.YAML,
    ".yml": Form.YAML,
    ".dot": Form.DOT,
    ".gv": Form.DOT,
    ".mmd": Form.MERMAID,
}
_STDOUT = "-"


def convert(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A YAML or ONNX file, - for stdin, or a zoo name."),
    ],
    *,
    out: Annotated[
        str,
        typer.Option("-o", "--output", metavar="FILE", help=".yaml, .dot or .mmd; - is stdout."),
    ],
    to: Annotated[
        Form | None, typer.Option("--to", help="What is written, if the suffix does not say it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    settings: network_options.SetOption = None,
    input: network_options.InputOption = None,  # noqa: A002 — the flag's name
) -> int:
    """Write a network as flat YAML that costs the same, or draw it.

    [bold]Examples[/bold]

    convcalc convert resnet50.onnx -o resnet50.yaml

    convcalc convert mobilenet_v2 --set width=0.5 -o half.yaml

    convcalc convert unet -o unet.dot

    convcalc convert resnet50 -o - --to mermaid

    Paths stay as they are; vars become numbers, and conditions are decided. Layers
    that are the same again are written once.
    """
    form = to or _form(out)
    if out != _STDOUT and Path(out).exists() and not force:
        raise InputError("CC101", f"{out} exists; choose another name, or replace it with --force")
    network = load(file, set=Wanted((), settings or ()).settings, input=input)
    text = _WRITERS[form](network)
    for one in gathered(network.uncounted):
        talk.note(f"partial: {network.name}: {one}")
    if out == _STDOUT:
        emit(lambda stream: stream.write(text))
        return OK
    try:
        write_whole(out, lambda stream: stream.write(text))
    except OSError as error:
        raise InputError("CC101", f"cannot write {out}: {error.strerror or error}") from None
    talk.note(f"note: wrote {out}")
    return OK


def _form(out: str) -> Form:
    """What a suffix says. Raises InputError where it says nothing."""
    if out == _STDOUT:
        return Form.YAML
    suffix = Path(out).suffix.lower()
    if suffix not in _SUFFIXES:
        known = ", ".join(_SUFFIXES)
        raise InputError("CC107", f'{out}: "{suffix}" says no form; use {known}, or --to')
    return _SUFFIXES[suffix]
