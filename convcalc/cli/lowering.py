"""`audit --update-budgets`: limits in files are lowered to what is used of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from convcalc.audit.lowering import Lowered, Used, lowered, rewritten
from convcalc.audit.model import Audited
from convcalc.cli import talk
from convcalc.cli.whole_file import write_whole
from convcalc.errors import InputError
from convcalc.network.stdin import STDIN


def update_budgets(found: Sequence[Audited], project: str, *, whole: bool) -> None:
    """Lower what can be lowered, each file whole or not at all, and say it.

    Limits of the project file hold for all of its networks, so they stay unless the `whole`
    project was audited and each of them is valid. Raises OSError, and InputError where a file has
    changed meanwhile.
    """
    complete = whole and not any(one.problems for one in found)
    used = [use for one in found for use in one.used]
    kept = [use for use in used if complete or _file(use) != project]
    if len(kept) < len(used):
        talk.note(f"{project} stays as it is: not all of its networks were audited, or are valid")
    by_file: dict[str, list[Lowered]] = {}
    for change in lowered(kept):
        by_file.setdefault(change.place.file, []).append(change)
    if by_file.pop(STDIN, None):
        talk.note(f"{STDIN} stays as it is: nobody can write there")
    for file, changes in by_file.items():
        _rewrite(file, changes)
    if not by_file:
        talk.note("no budget can be lowered")


def _file(use: Used) -> str:
    return use.limit.place.file


def _rewrite(file: str, changes: Iterable[Lowered]) -> None:
    told = list(changes)
    text = Path(file).read_bytes().decode()
    try:
        new = rewritten(text, told)
    except ValueError as error:
        raise InputError("CC101", str(error)) from None
    write_whole(file, partial(_put, new))
    for change in told:
        talk.note(str(change))


def _put(text: str, out: TextIO) -> None:
    out.write(text)
