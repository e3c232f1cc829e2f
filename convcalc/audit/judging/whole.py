"""CC309: whether all that a network does is in its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.audit.judging.subject import Subject
from convcalc.audit.rules import IN_PART
from convcalc.audit.verdict import Verdict
from convcalc.network.uncounted import gathered


def judged_whole(subject: Subject) -> Iterator[Verdict]:
    """A verdict for each operator that is not counted."""
    for one in gathered(subject.network.uncounted):
        yield subject.verdict(IN_PART, f"not counted: {one}", passed=False, place=None)
