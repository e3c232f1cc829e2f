"""`convcalc kernel`: does a 2-D kernel separate?"""

from __future__ import annotations

import re
from typing import Annotated

import typer

from convcalc.cli import options, talk
from convcalc.cli.codes import FINDING, OK
from convcalc.cli.output import emit
from convcalc.errors import InputError
from convcalc.kernel.reading import read_kernel
from convcalc.kernel.separation import separation
from convcalc.report.kernel import KernelAnswer, write_kernel
from convcalc.verify.kernel import prove

_TERMS = 8  # shown unless more are asked for
_FLAG = re.compile(r"-+[A-Za-z]")


def kernel(
    words: Annotated[
        list[str], typer.Argument(metavar="KERNEL", help="Rows of numbers, a name, or a file.")
    ],
    *,
    rank: Annotated[
        int | None, typer.Option("--rank", min=1, metavar="N", help="Show so many terms at most.")
    ] = None,
    form: options.FormatOption = "table",
) -> int:
    """Say whether a 2-D kernel separates: rank, factors, error per rank, proved on an image.

    [bold]Examples[/bold]

    convcalc kernel sobel-x

    convcalc kernel "-1 0 1; -2 0 2; -1 0 1"

    convcalc kernel laplacian --rank 1 -f json

    convcalc kernel blur.csv
    """
    for word in words:
        if _FLAG.match(word):
            raise InputError("CC100", f"No such option: {word}; convcalc COMMAND -h shows examples")
    found = separation(read_kernel(" ".join(words)))
    terms = min(found.rank, rank or _TERMS)
    answer = KernelAnswer(found, prove(found, terms), terms)
    emit(lambda out: write_kernel(answer, form, out))
    for check in answer.proof.checks:
        if not check.ok:
            talk.error(
                f"not confirmed: {check.path} {check.quantity}:"
                f" predicted {check.predicted}, measured {check.measured}"
            )
    return OK if answer.proof.ok else FINDING
