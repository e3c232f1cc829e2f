"""A sweep in every format: its front, and what became of all points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from convcalc import __version__
from convcalc.analysis.cost import FLOPS_PER_MAC
from convcalc.report.sheet import Cell, Sheet
from convcalc.sweep.counts import Counts
from convcalc.sweep.model import Sweep
from convcalc.sweep.shown import FrontRow

SCHEMA = "convcalc/sweep@1"
_POINT, _EQUAL = "point", "equal"


@dataclass(frozen=True, slots=True)
class SweepAnswer:
    """What a sweep has come to."""

    sweep: Sweep
    counts: Counts
    front: tuple[FrontRow, ...]


def sweep_sheet(answer: SweepAnswer) -> Sheet:
    """The front as a table; the counts stand below it."""
    sweep = answer.sweep
    names = [*sweep.space.names, *[term.text for term in sweep.columns]]
    keys = list(dict.fromkeys([_POINT, *names, _EQUAL]))
    several = any(row.equal > 1 for row in answer.front)
    shown = [key for key in keys if key != _POINT and (several or key != _EQUAL)]
    return Sheet(
        keys=keys,
        rows=[[cell(one) for one in _record(row).values()] for row in answer.front],
        whole=lambda: _whole(answer),
        records=lambda: _records(answer),
        titles={key: key for key in shown},
        caption=f"{sweep.name}   {sweep.points:,} points, batch {sweep.batch}, {sweep.dtype}",
        footer="\n".join(count_lines(answer)),
    )


def _record(row: FrontRow) -> dict[str, Any]:
    return {_POINT: row.point, **row.variables, **row.columns, _EQUAL: row.equal}


def cell(value: Any) -> Cell:  # noqa: ANN401 — a value of a var, or a number
    """A value as tables show it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value if isinstance(value, int) else f"{value:.12g}"


def count_lines(answer: SweepAnswer) -> Iterator[str]:
    """What became of the points, in words."""
    counts, gone = answer.counts, _gone(answer)
    front = f"{len(answer.front):,} on the front, " if answer.sweep.objectives else ""
    yield f"{front}{counts.left:,} of {counts.points:,} points left"
    for kind, said in _SAID.items():
        yield from [f"{count:,} {said} {name}" for name, count in gone[kind].items() if count]


_SAID = {
    "left_out": "left out by where:",
    "impossible": "impossible:",
    "limited": "removed by the limit of",
}


def _gone(answer: SweepAnswer) -> dict[str, dict[str, int]]:
    """Why points are gone, in the order of the file, and how many."""
    sweep, counts = answer.sweep, answer.counts
    return {
        "left_out": {one.text: counts.left_out[one.text] for one in sweep.where},
        "impossible": dict(sorted(counts.impossible.items())),
        "limited": {one.metric: counts.limited[one.metric] for one in sweep.limits},
    }


def _whole(answer: SweepAnswer) -> dict[str, Any]:
    sweep, counts = answer.sweep, answer.counts
    return {
        "schema": SCHEMA,
        "convcalc": __version__,
        "name": sweep.name,
        "file": sweep.file,
        "assumptions": {
            "batch": sweep.batch,
            "dtype": sweep.dtype,
            "flops_per_mac": FLOPS_PER_MAC,
        },
        "counts": {
            "points": counts.points,
            **_gone(answer),
            "left": counts.left,
        },
        "objectives": [
            {"maximize" if one.largest else "minimize": one.term.text} for one in sweep.objectives
        ],
        "front": list(map(_record, answer.front)),
    }


def _records(answer: SweepAnswer) -> Iterator[dict[str, Any]]:
    return map(_record, answer.front)
