"""The picture of the front of a sweep."""

from __future__ import annotations

from convcalc.report.front.picture import Axis, Picture
from convcalc.report.sweep import SweepAnswer
from convcalc.sweep.sight import sight


def picture_of(answer: SweepAnswer) -> Picture:
    """The front, and some of all points."""
    sweep = answer.sweep
    seen = sight(sweep, [row.point for row in answer.front])
    return Picture(
        title=sweep.name,
        axes=[Axis(one.term.text, one.largest) for one in sweep.objectives],
        front=[tuple(map(float, row)) for row in seen.front],
        others=[tuple(map(float, row)) for row in seen.others],
        total=answer.counts.left,
        labels=[
            ", ".join(f"{name} {value}" for name, value in row.variables.items())
            for row in answer.front
        ],
    )
