"""Options of the network commands, defined once."""

from __future__ import annotations

from typing import Annotated

import typer

MEMORY = "2GiB"  # what a run of a network may use, unless told otherwise

FilesArgument = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="YAML or ONNX files, - for stdin, or names of the zoo."),
]
DepthOption = Annotated[
    int | None,
    typer.Option("--depth", metavar="N", min=1, help="Gather layers by N parts of their paths."),
]
TopOption = Annotated[
    int | None,
    typer.Option("--top", metavar="N", min=1, help="Only the N largest, and the others as one."),
]
SortOption = Annotated[
    str | None, typer.Option("--sort", metavar="METRIC", help="Largest first; macs with --top.")
]
ColumnsOption = Annotated[
    str | None,
    typer.Option("--columns", metavar="LIST", help="Metrics to show, such as params,macs."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Another value for a var; repeatable."),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="A network that is not counted in full is a finding.")
]
AdviceOption = Annotated[bool, typer.Option("--advice", help="Say on stderr what is hardly meant.")]
InputOption = Annotated[
    str | None,
    typer.Option("--input", metavar="SHAPE", help="Another input: 3x160x160, or name=…."),
]
