"""`convcalc diff`: what changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from convcalc.audit.difference import Difference, NetworkChange, compared
from convcalc.audit.difference.limit import Limit
from convcalc.audit.difference.reading import Settings
from convcalc.audit.difference.sides import asked_sides
from convcalc.audit.verdict import Verdict
from convcalc.cli import network_options, options, talk
from convcalc.cli.codes import CANNOT_RUN, FINDING, OK
from convcalc.cli.networks import Wanted
from convcalc.cli.output import emit
from convcalc.cli.reports import CiOption, ReportOption, own_formats, wanted_reports, written
from convcalc.report.difference import write_difference
from convcalc.report.difference_record import Told
from convcalc.report.groups import Selection
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.network_sheet import NetworkTable
from convcalc.report.whole import Report

_SIDES = "A YAML or ONNX file, - for stdin, a zoo name, a report in JSON, REV:FILE, or a revision."


def diff(
    old: Annotated[str | None, typer.Argument(metavar="A", help=_SIDES)] = None,
    new: Annotated[str | None, typer.Argument(metavar="B", help="Likewise.")] = None,
    *,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="REV", help="Compare A, or all, with that revision of git."),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="METRIC:+2%",
            help="Exit with 1 where it grows by more; also :+100k, or :-2% for a fall; repeatable.",
        ),
    ] = None,
    strict: network_options.StrictOption = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 where it would be 1.")
    ] = False,
    depth: network_options.DepthOption = None,
    top: network_options.TopOption = None,
    settings: network_options.SetOption = None,
    input: network_options.InputOption = None,  # noqa: A002 — the flag's name
    batch: options.BatchOption = "1",
    dtype: options.DtypeOption = "fp32",
    reports: ReportOption = None,
    ci: CiOption = None,
    form: options.FormatOption = "table",
) -> int:
    """Say what changed between two networks: totals, and layer by layer.

    [bold]Examples[/bold]

    convcalc diff resnet50 resnet101

    convcalc diff old.yaml new.yaml --fail-on macs:+2% --fail-on params:+100k

    convcalc diff --base main nets/resnet.yaml

    convcalc diff main:nets/resnet.yaml nets/resnet.yaml

    convcalc diff saved.json nets/resnet.yaml --fail-on receptive_field:-0

    A layer is changed (~), new (+) or gone (-). saved.json is what convcalc
    net -f json wrote. Red costs more than before, green less.
    """
    beside = wanted_reports(reports, ci)
    limits = [Limit.read(text) for text in fail_on or ()]
    wanted = Wanted((), settings or (), input, batch, dtype)
    every = Settings(wanted.settings, input, wanted.samples, dtype)
    found = compared(*asked_sides(old, new, base, every), depth=depth)
    checks = [_checks(network, limits) for network in found.networks]
    broken = [verdict for each in checks for verdict in each if verdict.failed]
    _say_uncounted(found)
    finding = bool(broken) or (strict and found.partial)
    code = _exit_code(found, finding=finding, exit_zero=exit_zero)
    told = Told(found, checks, top, code)
    emit(lambda out: write_difference(told, form, out))
    for verdict in broken:
        talk.error(str(verdict))
    own = own_formats(partial(write_difference, told), ("json", "csv", "markdown"))
    return written(_report(told), beside, own, own["markdown"])


def _report(told: Told) -> Report:
    """The checks alone, and what is not valid, for those who read nothing else."""
    networks = zip(told.found.networks, told.checks, strict=True)
    answers = [
        NetworkAnswer(
            network.name, network.figures.file, problems=network.problems, verdicts=tuple(checks)
        )
        for network, checks in networks
    ]
    return Report(answers, NetworkTable(Selection()), told.exit_code)


def _checks(network: NetworkChange, limits: Sequence[Limit]) -> list[Verdict]:
    verdicts = [limit.verdict(network) for limit in limits]
    return [verdict for verdict in verdicts if verdict]


def _say_uncounted(found: Difference) -> None:
    """What the numbers do not hold, before or after; the same once."""
    sides = [side for network in found.networks for side in (network.old, network.new) if side]
    notes = [f"partial: {side.file}: {one}" for side in sides for one in side.uncounted]
    for note in dict.fromkeys(notes):
        talk.note(note)


def _exit_code(found: Difference, *, finding: bool, exit_zero: bool) -> int:
    """2 where a network is not valid, which is said; 1 for a finding."""
    problems = [problem for network in found.networks for problem in network.problems]
    for problem in problems:
        talk.error(str(problem))
    if problems:
        return CANNOT_RUN
    return FINDING if finding and not exit_zero else OK
