"""`convcalc net`: what whole networks cost."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from convcalc.cli import network_options, options
from convcalc.cli.network_options import MEMORY
from convcalc.cli.networks import (
    Wanted,
    answers,
    by_convention,
    exit_code,
    explained,
    say_advice,
    table_of,
    verified,
)
from convcalc.cli.output import emit
from convcalc.cli.reports import CiOption, ReportOption, own_formats, wanted_reports, written
from convcalc.report.network_sheet import OWN
from convcalc.report.networks import write_networks
from convcalc.report.whole import Report


def net(
    files: network_options.FilesArgument,
    *,
    depth: network_options.DepthOption = None,
    top: network_options.TopOption = None,
    sort: network_options.SortOption = None,
    columns: network_options.ColumnsOption = None,
    settings: network_options.SetOption = None,
    input: network_options.InputOption = None,  # noqa: A002 — the flag's name
    batch: options.BatchOption = "1",
    dtype: options.DtypeOption = "fp32",
    advice: network_options.AdviceOption = False,
    verify: options.VerifyOption = False,
    explain: options.ExplainOption = False,
    convention: options.ConventionOption = None,
    memory: options.MemoryOption = MEMORY,
    form: options.FormatOption = "table",
    strict: network_options.StrictOption = False,
    reports: ReportOption = None,
    ci: CiOption = None,
) -> int:
    """Say what whole networks cost: totals, and layer by layer.

    [bold]Examples[/bold]

    convcalc net resnet50

    convcalc net resnet50 --depth 2 --top 5 --columns params,macs,weights_bytes

    convcalc net mobilenet_v2.yaml --set width=0.5 --input 3x160x160

    convcalc net nets/*.yaml -f json

    convcalc net nets/*.yaml --report json=costs.json --report markdown=costs.md

    convcalc net model.onnx --input 1x3x224x224 --strict

    convcalc net resnet50 --convention fvcore

    convcalc net resnet50 --advice

    A table gathers layers by the first part of their paths, unless --depth
    says otherwise; every other format has a row for each operator.
    """
    beside = wanted_reports(reports, ci)
    wanted = Wanted(files, settings or (), input, batch, dtype)
    table = table_of(wanted, depth=depth, top=top, sort=sort, columns=columns)
    found = answers(wanted)
    if verify:
        found = verified(found, wanted, memory)
    if explain:
        found = explained(found)
    shown = by_convention(found, convention) if convention else found
    code = exit_code(found, strict=strict)
    report = Report(shown, replace(table, convention=convention or OWN), code)
    emit(lambda out: write_networks(report, form, out))
    if advice:
        say_advice(found)
    own = own_formats(partial(write_networks, report), ("csv", "markdown"))
    return written(report, beside, own)
