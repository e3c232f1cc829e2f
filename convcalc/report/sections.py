"""What stands below a card when it is asked for: formulas with numbers, another convention."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.conventions.convention import Counted, Difference
from convcalc.report.answer import Answer
from convcalc.report.explained import Explained
from convcalc.report.style import styled

_INDENT = 20


def sections(answer: Answer, *, colour: bool) -> Iterator[str]:
    """The lines of every section that was asked for."""
    if answer.counted:
        yield from convention_lines(answer.counted, colour=colour)
    if answer.explained is not None:
        yield from formula_lines(answer.explained, colour=colour)


def formula_lines(lines: tuple[Explained, ...], *, colour: bool) -> Iterator[str]:
    """Each formula with the numbers put in, under the path of its operator."""
    path = ""
    for line in lines:
        if line.path != path:
            path = line.path
            yield ""
            yield styled(f"{path}, with the numbers put in", "bold", on=colour)
        yield from _formula(line, colour=colour)


def _formula(line: Explained, *, colour: bool) -> Iterator[str]:
    yield f"  {line.quantity:<{_INDENT}}= {line.formula}"
    if line.with_numbers != line.formula:
        yield f"  {'':<{_INDENT}}= {line.with_numbers}"
    yield f"  {'':<{_INDENT}}= {line.value:,}"
    if line.source:
        yield styled(f"  {'':<{_INDENT}}  {line.source}", "dim", on=colour)


def convention_lines(counted: Counted, *, colour: bool) -> Iterator[str]:
    """Each number of a convention, beside ours."""
    yield ""
    yield styled(f"{counted.convention} convention", "bold", on=colour)
    if counted.note:
        yield f"  {counted.note}"
    for one in counted.differences:
        yield from _difference(one, colour=colour)


def _difference(one: Difference, *, colour: bool) -> Iterator[str]:
    yield f"  {one.metric:<8}{one.theirs:,} = {one.formula}"
    same = one.theirs == one.ours
    ours = "as ours" if same else f"ours {one.ours:,} ({one.theirs - one.ours:+,})"
    reason = f": {one.why}" if one.why else ""
    yield styled(f"          {ours}{reason}", "dim", on=colour)
