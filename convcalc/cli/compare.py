"""`convcalc compare`: every variant that maps one input to so many channels."""

from __future__ import annotations

from typing import Annotated

import typer

from convcalc.cli import options, talk
from convcalc.cli.answers import Asked, answer, by_convention, exit_code
from convcalc.cli.output import emit
from convcalc.errors import InputError
from convcalc.notation import integer
from convcalc.report.answer import Answer
from convcalc.report.comparison import Compared, write_comparison
from convcalc.report.headline import layer_name
from convcalc.variants.comparison import Refused, comparison
from convcalc.variants.layer import Layer


def compare(
    shape: Annotated[str, typer.Argument(metavar="INPUT", help="Input shape, CxHxW.")],
    out: Annotated[str, typer.Argument(metavar="OUT", help="Output channels.")],
    *,
    kernel_size: Annotated[str, typer.Option("-k", "--kernel-size", metavar="VALUE")] = "3",
    stride: Annotated[str, typer.Option("-s", "--stride", metavar="VALUE")] = "1",
    padding: Annotated[str, typer.Option("-p", "--padding", metavar="VALUE")] = "half",
    groups: Annotated[
        str, typer.Option("-g", "--groups", metavar="VALUE", help="For the grouped ones.")
    ] = "4",
    bias: Annotated[bool, typer.Option("--bias/--no-bias")] = True,
    batch: options.BatchOption = "1",
    dtype: options.DtypeOption = "fp32",
    verify: options.VerifyOption = False,
    explain: options.ExplainOption = False,
    convention: options.ConventionOption = None,
    memory: options.MemoryOption = "512MiB",
    form: options.FormatOption = "table",
) -> int:
    """Show every variant for one mapping, with its cost relative to the standard convolution.

    [bold]Examples[/bold]

    convcalc compare 64x56x56 128

    convcalc compare 240x28x28 240 -k 3 -g 3 --no-bias --verify
    """
    window = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "groups": groups}
    base = Layer.read(
        {
            "variant": "conv",
            "input": shape,
            "out_channels": out,
            **window,
            "groups": 1,
            "batch": batch,
            "dtype": dtype,
        }
    )
    shared = {**window, "bias": bias}
    found = comparison(base.input, _whole(out), shared, batch=base.batch, dtype=base.dtype)
    asked = Asked(verify=verify, explain=explain, convention=convention, memory=memory)
    answers = [answer(row.layer, asked) for row in found.rows]
    standard = Answer(found.standard, counted=by_convention(asked, found.standard))
    emit(lambda stream: write_comparison(Compared(found, standard, answers), form, stream))
    for one in found.refused:
        talk.note(f"note[{one.error.problem.code}]: {_named(one)}: {one.error.problem.message}")
    return exit_code(answers)


def _whole(text: str) -> int:
    try:
        return integer(text)
    except ValueError as error:
        raise InputError("CC105", f"out_channels: {error}") from None


def _named(one: Refused) -> str:
    """The variant with what sets it apart from the others of its kind."""
    style = one.arguments.get("style", "")
    return f"{layer_name(one.variant)} {style}".rstrip()
