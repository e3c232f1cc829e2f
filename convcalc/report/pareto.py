"""The front of a file of results, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from math import isfinite, isnan
from typing import Any

from convcalc import __version__
from convcalc.report.sheet import Cell, Sheet
from convcalc.report.sweep import cell
from convcalc.sweep.pareto import Found

SCHEMA = "convcalc/pareto@1"


def pareto_sheet(found: Found) -> Sheet:
    """The rows of the front as they are in the file; the counts stand below."""
    records = _records(found)
    equal = _equal(found)
    keys = list(dict.fromkeys([*found.names, equal]))
    several = any(record[equal] > 1 for record in records)
    left_out = {"point", *([] if several else [equal])}
    return Sheet(
        keys=keys,
        rows=[[_cell(record.get(key)) for key in keys] for record in records],
        whole=lambda: _whole(found),
        records=lambda: records,
        titles={key: key for key in keys if key not in left_out},
        caption=f"{found.file}   {_asked(found)}",
        footer="\n".join(count_lines(found)),
    )


def _cell(value: Any) -> Cell:  # noqa: ANN401 — as in a record
    return "" if value is None else cell(value)


def _equal(found: Found) -> str:
    """The column that says to how many rows one is equal; a file may have such a name itself."""
    return "equal" if "equal" not in found.names else "equal_rows"


def _records(found: Found) -> list[dict[str, Any]]:
    equal = _equal(found)
    return [
        {**{name: _value(one) for name, one in record.items()}, equal: count}
        for record, count in found.front_rows()
    ]


def _value(given: Any) -> Any:  # noqa: ANN401 — a cell of any kind of file
    """A number where a text is one that Python would write so; what JSON cannot hold as text."""
    value = given.item() if hasattr(given, "item") else given
    if isinstance(value, str):
        return _number(value)
    if isinstance(value, float) and not isfinite(value):
        return None if isnan(value) else str(value)
    return value if isinstance(value, int | float | list | None) else str(value)


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        with suppress(ValueError):
            value = kind(text)
            finite = isinstance(value, int) or isfinite(value)
            return value if finite and str(value) == text else text
    return text


def _asked(found: Found) -> str:
    words = [
        f"{'max' if one.largest else 'min'} {one.term.text}" for one in found.question.objectives
    ]
    return ", ".join(words)


def count_lines(found: Found) -> Iterator[str]:
    """What became of the rows, in words."""
    front = len(found.front) if found.front else 0
    yield f"{front:,} on the front, {found.left:,} of {found.rows:,} rows left"
    if found.unmatched:
        yield f"{found.unmatched:,} without a match in the joined file"
    if found.unused:
        yield f"{found.unused:,} of the joined file without a match"
    yield from [f"{count:,} left out by where: {name}" for name, count in found.left_out.items()]
    yield from [f"{count:,} empty or NaN: {name}" for name, count in found.empty.items()]


def _whole(found: Found) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "convcalc": __version__,
        "file": found.file,
        "counts": {
            "rows": found.rows,
            "unmatched": found.unmatched,
            "unused": found.unused,
            "left_out": dict(found.left_out),
            "empty": dict(found.empty),
            "left": found.left,
        },
        "objectives": [
            {"maximize" if one.largest else "minimize": one.term.text}
            for one in found.question.objectives
        ],
        "front": _records(found),
    }
