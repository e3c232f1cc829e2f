"""`convcalc sweep`: every point of a design space, and which of them are best."""

from __future__ import annotations

from typing import Annotated

import typer

from convcalc.cli import network_options, options
from convcalc.cli.networks import Wanted
from convcalc.cli.output import emit

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="A sweep in YAML, - for stdin; or a network.")
]
SpaceOption = Annotated[
    list[str] | None,
    typer.Option("--space", metavar="VAR=VALUES", help="The values of a var; repeatable."),
]
MinOption = Annotated[
    list[str] | None,
    typer.Option("--min", metavar="EXPR", help="What is to be small; repeatable."),
]
MaxOption = Annotated[
    list[str] | None,
    typer.Option("--max", metavar="EXPR", help="What is to be large; repeatable."),
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="EXPR", help="Only points for which this holds; repeatable."),
]
LimitOption = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="METRIC=VALUE", help="At most so much; repeatable."),
]


def sweep(
    file: FileArgument,
    *,
    space: SpaceOption = None,
    min: MinOption = None,  # noqa: A002 — the flag's name
    max: MaxOption = None,  # noqa: A002 — likewise
    where: WhereOption = None,
    limit: LimitOption = None,
    columns: network_options.ColumnsOption = None,
    settings: network_options.SetOption = None,
    input: network_options.InputOption = None,  # noqa: A002 — likewise
    batch: options.BatchOption = "1",
    dtype: options.DtypeOption = "fp32",
    form: options.FormatOption = "table",
) -> int:
    """Compute every point of a design space, and say which no other is better than.

    [bold]Examples[/bold]

    convcalc sweep mobilenet_v2.sweep.yaml

    convcalc sweep mobilenet_v2 --space width=0.25..2:0.25 --space resolution=96..256:32
    --min macs --max params

    convcalc sweep mobilenet_v2.sweep.yaml --set classes=10 -f csv

    Points that cannot be are counted by their reason, and those that a limit
    removes by the limit.
    """
    from convcalc.cli.sweeping import asked, swept  # noqa: PLC0415 — it loads NumPy
    from convcalc.report.sweep import write_sweep  # noqa: PLC0415 — likewise
    from convcalc.sweep.reading import Changes, Line  # noqa: PLC0415 — likewise

    wanted = Wanted((file,), settings or (), input, batch, dtype)
    line = Line(space or (), where or (), limit or (), min or (), max or (), columns)
    changes = Changes(wanted.settings, input, wanted.samples, dtype)
    found = asked(file, line, changes)
    answer = swept(found)
    emit(lambda out: write_sweep(answer, form, out))
    return 0
