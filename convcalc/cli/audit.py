"""`convcalc audit`: networks held against budgets, expectations and a base."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convcalc.audit.candidates import Candidates, named, of_config
from convcalc.audit.config import Config, config_near, read_config_file
from convcalc.audit.model import Asked
from convcalc.audit.rules import weights
from convcalc.audit.unmatched import unmatched
from convcalc.cli import options
from convcalc.cli.audits import Judgement, audited_all, report_of, say
from convcalc.cli.lowering import update_budgets
from convcalc.cli.output import emit
from convcalc.cli.reports import CiOption, ReportOption, refusals, wanted_reports, written
from convcalc.dtypes import bits_of
from convcalc.errors import InputError
from convcalc.network.budgets import Assumed
from convcalc.report.audits import write_audit

if TYPE_CHECKING:
    from convcalc.audit.baseline import Baseline
    from convcalc.audit.verdict import Verdict

FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE]...", help="Files, folders, - for stdin, or names of the zoo."),
]
ConfigOption = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="PATH",
        envvar="CONVCALC_CONFIG",
        help="Another project file than the nearest convcalc.yaml.",
    ),
]
BaseOption = Annotated[
    str | None,
    typer.Option(
        "--base",
        metavar="REV",
        envvar="CONVCALC_BASE",
        help="Compare with where this branch left REV.",
    ),
]
RequireOption = Annotated[
    bool, typer.Option("--require-baseline", help="No base to compare with is an error.")
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Warnings are findings too.")]
ZeroOption = Annotated[bool, typer.Option("--exit-zero", help="Exit code 0 in place of 1.")]
AdviceOption = Annotated[bool, typer.Option("--advice", help="Ask every rule of advice.")]
UpdateOption = Annotated[
    bool, typer.Option("--update-budgets", help="Lower limits in place; none is raised.")
]
BatchOption = Annotated[
    int | None,
    typer.Option("--batch", metavar="N", min=1, envvar="CONVCALC_BATCH", help="Samples at once."),
]
DtypeOption = Annotated[
    str | None,
    typer.Option("--dtype", metavar="NAME", envvar="CONVCALC_DTYPE", help="Such as int8."),
]


def audit(
    files: FilesArgument = None,
    *,
    base: BaseOption = None,
    require_baseline: RequireOption = False,
    config: ConfigOption = None,
    strict: StrictOption = False,
    exit_zero: ZeroOption = False,
    advice: AdviceOption = False,
    batch: BatchOption = None,
    dtype: DtypeOption = None,
    update: UpdateOption = False,
    reports: ReportOption = None,
    ci: CiOption = None,
    form: options.FormatOption = "table",
) -> int:
    """Hold networks against their budgets, expected figures and a base: the command for CI.

    [bold]Examples[/bold]

    convcalc audit

    convcalc audit nets/resnet50.yaml --strict

    convcalc audit --base origin/main --report junit=audit.xml

    Without files it audits the networks of the nearest convcalc.yaml. The exit
    code is 1 for a finding, 2 for a file that is not valid.
    """
    _check(base, dtype, required=require_baseline)
    wanted = wanted_reports(reports, ci)
    with ExitStack() as stack:
        stack.enter_context(refusals(wanted))
        project = read_config_file(config) if config else config_near(Path.cwd())
        candidates = _candidates(files, project)
        baseline, missing = _baseline(base, project, stack)
        asked = Asked(batch, dtype, advice, baseline.network if baseline else None, base or "")
        found = audited_all(candidates.found, project, asked)
        beside = [*missing, *candidates.verdicts, *([] if files else unmatched(project, found))]
        if baseline and not files:
            beside += baseline.gone(project, candidates.found)
    judgement = Judgement(strict, exit_zero, require_baseline)
    report = report_of(found, beside, _assumed(asked, project), judgement)
    emit(lambda out: write_audit(report, form, out))
    say(report, candidates)
    code = written(report, wanted)
    if update:
        update_budgets(found, project.file, whole=not files)
    return code


def _check(base: str | None, dtype: str | None, *, required: bool) -> None:
    """Refuse what holds for no network at all, before any is read."""
    if dtype is not None:
        bits_of(dtype)
    if required and base is None:
        raise InputError("CC100", "--require-baseline needs --base REV, or CONVCALC_BASE")


def _baseline(
    revision: str | None, project: Config, stack: ExitStack
) -> tuple[Baseline | None, list[Verdict]]:
    """The networks of the base, or a verdict that says why there are none."""
    if revision is None:
        return None, []
    from convcalc.audit.baseline import Baseline, no_baseline  # noqa: PLC0415 — only if asked
    from convcalc.audit.revision import Repository, RevisionError  # noqa: PLC0415 — likewise

    try:
        repository = stack.enter_context(Repository.of(Path.cwd()))
        return Baseline(repository.base(revision)), []
    except RevisionError as error:
        return None, [no_baseline(error, weights(project.levels))]


def _assumed(asked: Asked, project: Config) -> Assumed:
    """What holds for every network that says nothing else."""
    said = project.assumed
    return Assumed(asked.batch or said.batch, asked.dtype or said.dtype)


def _candidates(files: list[str] | None, project: Config) -> Candidates:
    if files:
        return named(files)
    if project.networks:
        return of_config(project, weights(project.levels))
    where = f"networks: in {project.file}" if project.file else "networks: in a convcalc.yaml"
    sentence = f"nothing to audit; name files, or list them under {where}"
    raise InputError("CC100", sentence)
