"""`convcalc verify`: whole networks, really run."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from convcalc.cli import network_options, options
from convcalc.cli.network_options import MEMORY
from convcalc.cli.networks import Wanted, answers, exit_code, table_of, verified
from convcalc.cli.output import emit
from convcalc.cli.reports import CiOption, ReportOption, own_formats, wanted_reports, written
from convcalc.report.networks import write_networks
from convcalc.report.whole import Report


def verify(
    files: network_options.FilesArgument,
    *,
    settings: network_options.SetOption = None,
    input: network_options.InputOption = None,  # noqa: A002 — the flag's name
    batch: options.BatchOption = "1",
    memory: options.MemoryOption = MEMORY,
    form: options.FormatOption = "table",
    reports: ReportOption = None,
    ci: CiOption = None,
) -> int:
    """Run networks in NumPy, and compare every predicted number with the measured one.

    [bold]Examples[/bold]

    convcalc verify resnet18

    convcalc verify vgg16 --input 3x64x64

    convcalc verify nets/*.yaml --report json=report.json --report junit=report.xml

    Shapes, params, MACs, useful MACs, values, the peak of memory and the
    receptive field are measured from arrays that are really multiplied.
    The exit code is 1 if any number differs.
    """
    beside = wanted_reports(reports, ci)
    wanted = Wanted(files, settings or (), input, batch)
    table = replace(table_of(wanted), layers=False)
    found = verified(answers(wanted), wanted, memory)
    report = Report(found, table, exit_code(found))
    emit(lambda out: write_networks(report, form, out))
    shown = own_formats(partial(write_networks, report), ("csv", "markdown"))
    return written(report, beside, shown)
