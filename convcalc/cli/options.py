"""Options that several commands share, defined once."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from convcalc.errors import InputError
from convcalc.notation import byte_size

Format = Literal["table", "plain", "json", "jsonl", "csv", "markdown"]

BatchOption = Annotated[
    str, typer.Option("--batch", metavar="N", help="Samples at once; work and activations grow.")
]
DtypeOption = Annotated[
    str, typer.Option("--dtype", metavar="NAME", help="fp32 fp16 bf16 fp8 int8 int4 fp64.")
]
VerifyOption = Annotated[
    bool, typer.Option("--verify", help="Run it in NumPy and compare every number.")
]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help="Show each formula with the numbers put in.")
]
ConventionOption = Annotated[
    str | None,
    typer.Option(
        "--convention", metavar="NAME", help="Count as others do: fvcore, thop, textbook …"
    ),
]
OverlapOption = Annotated[
    bool, typer.Option("--overlap", help="Draw how the kernel copies overlap; does it checker?")
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", "-f", metavar="FORMAT", help="table plain json jsonl csv markdown."),
]
MemoryOption = Annotated[
    str, typer.Option("--memory", metavar="SIZE", help="What --verify may use, such as 2GiB.")
]


def memory_bytes(text: str) -> int:
    """The bound of a run, as `--memory` says it. [B] Raises InputError where it is no size."""
    try:
        return byte_size(text)
    except ValueError as error:
        raise InputError("CC105", f"memory: {error}") from None
