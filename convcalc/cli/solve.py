"""`convcalc solve`: which value of one var meets a target."""

from __future__ import annotations

from typing import Annotated

import typer

from convcalc.cli import network_options, options, talk
from convcalc.cli.codes import FINDING, OK
from convcalc.cli.networks import Wanted
from convcalc.cli.output import emit

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="A YAML file, - for stdin, or a name of the zoo.")
]
VaryOption = Annotated[
    str, typer.Option("--vary", metavar="VAR=LOW..HIGH", help="An interval; steps with :STEP.")
]
TargetOption = Annotated[
    list[str],
    typer.Option("--target", metavar="TARGET", help='Such as "macs<=300M"; repeatable.'),
]


def solve(
    file: FileArgument,
    *,
    vary: VaryOption,
    target: TargetOption,
    settings: network_options.SetOption = None,
    input: network_options.InputOption = None,  # noqa: A002 — the flag's name
    batch: options.BatchOption = "1",
    dtype: options.DtypeOption = "fp32",
    form: options.FormatOption = "table",
) -> int:
    """Find the value of one var that meets a target.

    [bold]Examples[/bold]

    convcalc solve mobilenet_v2 --vary width=0.1..2 --target "macs<=300M"

    convcalc solve mobilenet_v2 --vary resolution=96..256:32 --target "macs<=200M"

    convcalc solve resnet50 --vary classes=1..5000 --target "weights_bytes<=100MiB"

    convcalc solve mobilenet_v2 --vary width=0.1..2 --target "macs<=300M" --target "params<=3M"

    Of the values that meet every target it is the last one towards the first
    target; with = it is the nearest. Without :STEP, the interval is one of decimals.
    """
    from convcalc.report.solve import SolveAnswer, write_solution  # noqa: PLC0415 — loads NumPy
    from convcalc.sweep.reading import Changes  # noqa: PLC0415 — likewise
    from convcalc.sweep.solve import asked, solved  # noqa: PLC0415 — likewise

    wanted = Wanted((file,), settings or (), input, batch, dtype)
    changes = Changes(wanted.settings, input, wanted.samples, dtype)
    found = solved(asked(file, vary, target, changes))
    answer = SolveAnswer(found, file, _words(wanted))
    emit(lambda out: write_solution(answer, form, out))
    if found.met:
        return OK
    targets = " and ".join(one.text for one in found.question.targets)
    best = ", ".join(f"{name} {value:,}" for name, value in found.point.metrics.items())
    talk.error(f"not met: no {vary} meets {targets}; the best is {found.point.value} with {best}")
    return FINDING


def _words(wanted: Wanted) -> tuple[str, ...]:
    """The flags that change the network or how it is counted."""
    words = [word for pair in wanted.set for word in ("--set", pair)]
    words += ["--input", wanted.input] if wanted.input else []
    words += ["--batch", wanted.batch] if wanted.samples > 1 else []
    words += ["--dtype", wanted.dtype] if wanted.dtype != "fp32" else []
    return tuple(words)
