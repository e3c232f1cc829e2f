"""`convcalc audit`: networks held against budgets, expectations and a base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from convcalc.audit.audit import Asked, unmatched, weights
from convcalc.audit.candidates import Candidates, named, of_config
from convcalc.audit.config import Config, config_near, read_config_file
from convcalc.cli import options
from convcalc.cli.audits import Judgement, audited_all, report_of, say
from convcalc.cli.output import emit
from convcalc.errors import InputError
from convcalc.network.budgets import Assumed
from convcalc.report.audits import write_audit

FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE]...", help="Files, folders or names of the zoo."),
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
StrictOption = Annotated[bool, typer.Option("--strict", help="Warnings are findings too.")]
ZeroOption = Annotated[bool, typer.Option("--exit-zero", help="Exit code 0 in place of 1.")]
AdviceOption = Annotated[bool, typer.Option("--advice", help="Ask every rule of advice.")]
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
    config: ConfigOption = None,
    strict: StrictOption = False,
    exit_zero: ZeroOption = False,
    advice: AdviceOption = False,
    batch: BatchOption = None,
    dtype: DtypeOption = None,
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
    project = read_config_file(config) if config else config_near(Path.cwd())
    candidates = _candidates(files, project)
    asked = Asked(batch, dtype, advice)
    found = audited_all(candidates.found, project, asked)
    beside = [*candidates.verdicts, *([] if files else unmatched(project, found))]
    judgement = Judgement(strict, exit_zero)
    report = report_of(found, beside, _assumed(asked, project), judgement)
    emit(lambda out: write_audit(report, form, out))
    say(report, candidates)
    return report.exit_code


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
