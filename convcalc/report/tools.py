"""What each tool says of a network or a layer, beside what we say, in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from convcalc.conventions.by_tool import signed
from convcalc.conventions.convention import Part
from convcalc.conventions.tool import Count
from convcalc.report.record import part_record
from convcalc.report.sheet import FORMATS, Cell, Sheet

SCHEMA = "convcalc/tools@1"
_KEYS = ("tool", "version", "number", "calls_it", "unit", "macs", "difference")


@dataclass(frozen=True, slots=True)
class ToolsAnswer:
    """A network or a layer, its MACs for one sample, and what each tool says."""

    name: str
    shapes: str
    macs: int
    counts: Sequence[Count]


def write_tools(answer: ToolsAnswer, form: str, out: TextIO) -> None:
    """Write it in a format of the interface."""
    FORMATS[form](_sheet(answer), out)


def _sheet(answer: ToolsAnswer) -> Sheet:
    return Sheet(
        keys=_KEYS,
        rows=[_row(one) for one in answer.counts],
        whole=lambda: _record(answer),
        records=lambda: map(_tool_record, answer.counts),
        titles={
            "tool": "tool",
            "version": "version",
            "number": "its number",
            "calls_it": "its word",
            "unit": "unit",
            "difference": f"what it adds to {answer.macs:,} MAC",
        },
        spare=("version", "unit"),
        right=("number",),
        caption=f"{answer.name}   {answer.shapes}, batch 1: {answer.macs:,} MAC",
        footer="\n".join(_notes(answer.counts)),
    )


def _row(one: Count) -> list[Cell]:
    tool = one.tool
    number = "" if one.number is None else one.number
    return [tool.name, tool.version, number, tool.calls_it, tool.unit, one.ours, difference(one)]


def difference(one: Count) -> str:
    """The parts that lead from our MACs to its number, or why it has none."""
    if one.unknown:
        return f"it gives no number for {', '.join(one.unknown)}"
    factor = [part.name for part in one.parts if part.name.startswith("×")]
    rest = [signed(part) for part in one.parts if not part.name.startswith("×")]
    return " ".join([*factor, *rest]) or "nothing"


def _notes(counts: Sequence[Count]) -> Iterator[str]:
    """Why, where a part is a surprise, each reason once; and the run that shows who is right."""
    known = (one for one in counts if one.number is not None)
    yield from dict.fromkeys(_note(one.tool.name, p) for one in known for p in one.parts if p.why)


def _note(tool: str, part: Part) -> str:
    verdict = " is wrong" if part.wrong else ""
    shown = f"; a run shows it: {part.proof}" if part.proof else ""
    return f"{tool}{verdict}: {part.why}{shown}"


def _record(answer: ToolsAnswer) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "name": answer.name,
        "batch": 1,
        "macs": answer.macs,
        "tools": [_tool_record(one) for one in answer.counts],
    }


def _tool_record(one: Count) -> dict[str, Any]:
    """One tool; `macs` and all parts add up to its number."""
    return {
        "tool": one.tool.name,
        "version": one.tool.version,
        "number": one.number,
        "calls_it": one.tool.calls_it,
        "unit": one.tool.unit,
        "macs": one.ours,
        "parts": [part_record(part) for part in one.parts],
        "unknown": one.unknown,
    }
