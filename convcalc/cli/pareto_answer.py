"""From a file of results to its front, with what is said beside it."""

from __future__ import annotations

from convcalc.cli import talk
from convcalc.cli.progress import progress
from convcalc.sweep.pareto import Flags, Found, Join, front_of


def answered(word: str, flags: Flags, join: Join | None) -> Found:
    """The front of a file; a bar moves on a terminal while it is read."""
    with progress(None, word) as advance:

        def told(rows: int) -> None:
            if advance:
                advance("rows", by=rows)

        found = front_of(word, flags, join, told)
    way = found.question.one_way
    if way and len(found.question.objectives) > 1:
        other = "minimize" if way == "maximize" else "maximize"
        talk.note(
            f"warning: every objective is to {way}, and they may all pull one way;"
            f" {other} what they are paid for"
        )
    if found.front is None:
        talk.note("note: no row is left; the counts say why")
    return found
