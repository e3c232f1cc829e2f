"""`convcalc sweep`: every point of a design space, and which of them are best."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from convcalc.cli import network_options, options
from convcalc.cli.fronts import FrontReportOption, PlotOption, Shown
from convcalc.cli.networks import Wanted
from convcalc.cli.output import emit
from convcalc.errors import InputError

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


OutOption = Annotated[
    str | None,
    typer.Option("--out", metavar="PATH", help="Every point that is left: .csv .jsonl .parquet."),
]
DryOption = Annotated[
    bool, typer.Option("--dry-run", help="Only say how large it is, and about how long it takes.")
]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on with a run that stopped.")]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Drop results that are there.")]
JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Processes at once.")
]
EngineOption = Annotated[
    Literal["processes", "dask"], typer.Option("--engine", help="Who computes: see --scheduler.")
]
SchedulerOption = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="A Dask cluster; else one of --jobs here."),
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
    out: OutOption = None,
    dry_run: DryOption = False,
    resume: ResumeOption = False,
    overwrite: OverwriteOption = False,
    jobs: JobsOption = 1,
    engine: EngineOption = "processes",
    scheduler: SchedulerOption = None,
    form: options.FormatOption = "table",
    plot: PlotOption = False,
    reports: FrontReportOption = None,
) -> int:
    """Compute every point of a design space, and say which of them no other beats.

    [bold]Examples[/bold]

    convcalc sweep mobilenet_v2.sweep.yaml

    convcalc sweep resnet50 --space classes=10,100,1000 --min params

    convcalc sweep mobilenet_v2 --space width=0.25..2:0.25 --min macs --max params

    convcalc sweep mobilenet_v2.sweep.yaml --jobs 2 --out points.csv --resume

    convcalc sweep mobilenet_v2.sweep.yaml --plot --report html=front.html

    convcalc sweep mobilenet_v2.sweep.yaml --engine dask --scheduler tcp://10.0.0.1:8786

    Points that cannot be are counted by their reason, and those that a limit
    removes by the limit.
    """
    from convcalc.cli.sweeping import recipe_of, swept  # noqa: PLC0415 — it loads NumPy
    from convcalc.report.front.of_sweep import picture_of  # noqa: PLC0415 — likewise
    from convcalc.report.sweep import sweep_sheet  # noqa: PLC0415 — likewise
    from convcalc.report.sweep_outlook import write_outlook  # noqa: PLC0415 — likewise
    from convcalc.sweep.engines import How  # noqa: PLC0415 — likewise
    from convcalc.sweep.outlook import outlook  # noqa: PLC0415 — likewise
    from convcalc.sweep.reading import Changes, Line  # noqa: PLC0415 — likewise

    if resume and overwrite:
        raise InputError("CC100", "--resume keeps parts and --overwrite drops them; say one")
    shown = Shown.asked(form, plot, reports)
    if scheduler is not None and (engine != "dask" or jobs > 1):
        sentence = "--scheduler is for --engine dask, and its workers are as many as they are"
        raise InputError("CC100", f"{sentence}; leave --jobs out")
    wanted = Wanted((file,), settings or (), input, batch, dtype)
    line = Line(space or (), where or (), limit or (), min or (), max or (), columns)
    changes = Changes(wanted.settings, input, wanted.samples, dtype, out)
    recipe = recipe_of(file, line, changes)
    if dry_run:
        found = outlook(recipe.sweep())
        emit(lambda stream: write_outlook(found, form, stream))
        return 0
    if plot or reports:
        shown.check(recipe.sweep().objectives)
    answer = swept(recipe, How(jobs, resume, overwrite, engine, scheduler))
    return shown.write(sweep_sheet(answer), lambda: picture_of(answer))
