"""A sweep before it is run, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from convcalc.report.sheet import FORMATS, Sheet
from convcalc.report.sweep import SCHEMA, cell
from convcalc.sweep.outlook import Outlook

_MINUTE, _HOUR = 60, 3600


def write_outlook(outlook: Outlook, form: str, out: TextIO) -> None:
    """Write what a sweep would be."""
    FORMATS[form](outlook_sheet(outlook), out)


def outlook_sheet(outlook: Outlook) -> Sheet:
    """The first points; sizes and the estimate stand below them."""
    sweep = outlook.sweep
    return Sheet(
        keys=["point", *sweep.space.names],
        rows=[[at, *map(cell, one.values())] for at, one in enumerate(outlook.first)],
        whole=lambda: _whole(outlook),
        records=lambda: _records(outlook),
        titles={name: name for name in ("point", *sweep.space.names)},
        caption=f"{sweep.name}   the first of {sweep.points:,} points",
        footer="\n".join(_lines(outlook)),
    )


def _lines(outlook: Outlook) -> Iterator[str]:
    sample = outlook.sweep.sample
    sizes = " × ".join(f"{count:,} {name}" for name, count in outlook.sizes.items())
    yield f"{outlook.sweep.space.size:,} points = {sizes}"
    if sample:
        yield f"{sample.count:,} of them are drawn, seed {sample.seed}"
    tried = outlook.tried
    gone = tried.left_out.total() + tried.impossible.total()
    yield (
        f"of {tried.points:,} in the middle {gone:,} are left out or impossible,"
        f" {tried.limited.total():,} are removed by limits, {tried.left:,} are left"
    )
    yield f"about {_time(outlook.seconds)} in one process"


def _time(seconds: float) -> str:
    """A time in words.

    >>> _time(0.2), _time(90), _time(9000)
    ('1 s', '1.5 min', '2.5 h')
    """
    if seconds < _MINUTE:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / _MINUTE:.1f} min" if seconds < _HOUR else f"{seconds / _HOUR:.1f} h"


def _whole(outlook: Outlook) -> dict[str, Any]:
    sweep = outlook.sweep
    return {
        "schema": SCHEMA,
        "name": sweep.name,
        "file": sweep.file,
        "points": sweep.points,
        "space": dict(outlook.sizes),
        "first": list(_records(outlook)),
        "seconds": outlook.seconds,
    }


def _records(outlook: Outlook) -> Iterator[dict[str, Any]]:
    for at, one in enumerate(outlook.first):
        yield {"point": at, **one}
