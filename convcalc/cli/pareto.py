"""`convcalc pareto`: the front of results that are there already."""

from __future__ import annotations

from typing import Annotated

import typer

from convcalc.cli import options
from convcalc.cli.fronts import FrontReportOption, PlotOption, Shown
from convcalc.errors import InputError

ResultsArgument = Annotated[
    str, typer.Argument(metavar="RESULTS", help=".csv .jsonl .parquet, or - for stdin.")
]
MinOption = Annotated[
    list[str] | None,
    typer.Option("--min", metavar="COLUMNS", help="What is to be small; repeatable."),
]
MaxOption = Annotated[
    list[str] | None,
    typer.Option("--max", metavar="COLUMNS", help="What is to be large; repeatable."),
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="EXPR", help="Only rows for which this holds; repeatable."),
]
JoinOption = Annotated[
    str | None, typer.Option("--join", metavar="PATH", help="Another file, for more columns.")
]
OnOption = Annotated[
    str | None,
    typer.Option("--on", metavar="COLUMNS", help="By which its rows are matched."),
]


def pareto(
    results: ResultsArgument,
    *,
    min: MinOption = None,  # noqa: A002 — the flag's name
    max: MaxOption = None,  # noqa: A002 — likewise
    where: WhereOption = None,
    join: JoinOption = None,
    on: OnOption = None,
    form: options.FormatOption = "table",
    plot: PlotOption = False,
    reports: FrontReportOption = None,
) -> int:
    """Find the rows of a result file that no other row beats.

    [bold]Examples[/bold]

    convcalc pareto points.csv --min macs --max resolution

    convcalc pareto points.parquet --min macs,params --where "width >= 0.5"

    convcalc pareto points.csv --join scores.csv --on width,resolution --min macs --max accuracy

    convcalc pareto points.csv --min macs --max resolution --plot --report png=front.png

    An objective is a column, or an expression of columns. Rows with an empty
    cell or NaN in a column that is asked for are counted, and left out.
    """
    from convcalc.cli.pareto_answer import answered  # noqa: PLC0415 — it loads NumPy
    from convcalc.report.front.of_pareto import picture_of  # noqa: PLC0415 — likewise
    from convcalc.report.pareto import pareto_sheet  # noqa: PLC0415 — likewise
    from convcalc.sweep.pareto import Flags, Join  # noqa: PLC0415 — likewise

    if bool(join) != bool(on):
        raise InputError("CC100", "--join PATH and --on COLUMNS belong together; say both")
    other = Join(join, tuple(name.strip() for name in on.split(","))) if join and on else None
    shown = Shown.asked(form, plot, reports)
    found = answered(results, Flags(min or (), max or (), where or ()), other)
    shown.check(found.question.objectives)
    return shown.write(pareto_sheet(found), lambda: picture_of(found))
