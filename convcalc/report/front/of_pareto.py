"""The picture of the front of a file."""

from __future__ import annotations

from convcalc.analysis.metrics import METRICS
from convcalc.report.front.picture import Axis, Picture, Row
from convcalc.sweep.pareto import Found
from convcalc.sweep.sample import as_float

_LABELLED = 3  # columns


def picture_of(found: Found) -> Picture:
    """The front, and an even part of all rows."""
    asked = found.question.objectives
    rows = found.front_rows()
    names = [one.term.text for one in asked]
    told = [name for name in found.names if name not in {*names, *METRICS, "point"}][:_LABELLED]
    return Picture(
        title=found.file,
        axes=[Axis(one.term.text, one.largest) for one in asked],
        front=[tuple(map(as_float, row)) for row in found.front_values()],
        others=_turned(found),
        total=found.left,
        labels=[", ".join(f"{name} {record[name]}" for name in told) for record, _ in rows],
    )


def _turned(found: Found) -> list[Row]:
    """The sample as the file has it: what is to be large was turned round."""
    signs = [-1 if one.largest else 1 for one in found.question.objectives]
    return [
        tuple(sign * value for sign, value in zip(signs, row, strict=True))
        for row in found.sample.rows().tolist()
    ]
