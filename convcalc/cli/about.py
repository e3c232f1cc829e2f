"""`convcalc explain` and `convcalc list`: the words of the tool, in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from convcalc.cli import options
from convcalc.cli.output import emit
from convcalc.errors import InputError, nearest
from convcalc.glossary import KINDS, found
from convcalc.report.glossary import entries_sheet, write_entries
from convcalc.report.sheet import FORMATS

_TOOLS = "tools"  # the topic that is asked of a network or a layer


def explain(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="A name, or a code.")],
    of: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|LAYER]", help="Of what, for tools.", show_default=False),
    ] = None,
    *,
    form: options.FormatOption = "table",
) -> int:
    """Say what an operator, variant, key, metric, rule or convention is.

    Of a network or a layer it says what other tools count, and why they disagree.

    [bold]Examples[/bold]

    convcalc explain CC204

    convcalc explain effective_macs

    convcalc explain conv-transpose

    convcalc explain tools resnet50

    convcalc explain tools conv-transpose 64x16x16 32 -k 4 -s 2 -p 1
    """
    if topic == _TOOLS:
        from convcalc.cli.tools import explain_tools  # noqa: PLC0415 — only if asked

        return explain_tools(of or (), form)
    if of:
        raise InputError("CC100", f"explain {topic} {of[0]}: one topic at a time")
    entries = found(topic)
    emit(lambda out: write_entries(entries, form, out))
    return 0


def list_words(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=" ".join(KINDS))],
    *,
    form: options.FormatOption = "table",
) -> int:
    """List the words of one kind.

    Kinds: variants, ops, rules, metrics, keys, language, conventions, dtypes, zoo.

    [bold]Examples[/bold]

    convcalc list variants

    convcalc list rules -f markdown
    """
    if kind not in KINDS:
        raise InputError(
            "CC107", f'kind "{kind}" is not known{nearest(kind, KINDS)} ({", ".join(KINDS)})'
        )
    entries = list(KINDS[kind]())
    emit(lambda out: FORMATS[form](entries_sheet(entries), out))
    return 0
