"""A solution in every format: the value, the one beside it, and how it was found."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from convcalc import __version__
from convcalc.report.network_sheet import METRICS
from convcalc.report.sheet import FORMATS, Cell, Sheet
from convcalc.report.sweep import cell
from convcalc.sweep.solve import Method, Solution
from convcalc.sweep.solve.trials import Point

SCHEMA = "convcalc/solve@1"
_SHOWN = frozenset({"params", "macs"})  # what `convcalc net` shows unless told otherwise


@dataclass(frozen=True, slots=True)
class SolveAnswer:
    """What was found, and the words with which it was asked."""

    solution: Solution
    file: str
    words: tuple[str, ...] = ()  # the other flags, as they were given

    def check(self) -> str:
        """The command that computes the value as a network of its own."""
        found = self.solution
        columns = [name for name in found.question.metrics if name in METRICS]
        shown = () if _SHOWN.issuperset(columns) else ("--columns", ",".join(columns))
        setting = f"{found.candidates.name}={found.point.value}"
        return shlex.join(["convcalc", "net", self.file, "--set", setting, *self.words, *shown])


def write_solution(answer: SolveAnswer, form: str, out: TextIO) -> None:
    """Write a solution in a format of the interface."""
    FORMATS[form](solution_sheet(answer), out)


def solution_sheet(answer: SolveAnswer) -> Sheet:
    """The value and the next one; how it was found stands below."""
    found = answer.solution
    question, name = found.question, found.candidates.name
    keys = ["which", name, *question.metrics, *[one.text for one in question.targets]]
    assumed = f"batch {question.changes.batch}, {question.changes.dtype}"
    return Sheet(
        keys=keys,
        rows=[_row(which, point, found) for which, point in _points(found)],
        whole=lambda: _whole(answer),
        records=lambda: _records(found),
        titles={key: "" if key == "which" else key for key in keys},
        caption=f"{question.name}   {name} in {found.candidates.text}, {assumed}",
        footer="\n".join(_lines(answer)),
    )


def _points(found: Solution) -> Iterator[tuple[str, Point]]:
    yield ("answer" if found.met else "best"), found.point
    if found.beyond:
        yield "next", found.beyond


def _row(which: str, point: Point, found: Solution) -> list[Cell]:
    question = found.question
    if point.problem:
        gaps = [""] * len(question.metrics)
        return [which, str(point.value), *gaps, *["cannot be"] * len(question.targets)]
    metrics = [cell(value) for value in point.metrics.values()]
    said = [_said(met) for met in _met(point, found)]
    return [which, str(point.value), *metrics, *said]


def _met(point: Point, found: Solution) -> list[bool | None]:
    """Whether each target is met; one with = asks for the nearest only."""
    return [
        None if one.sign == "=" else one.distance(point.metrics[one.metric]) == 0
        for one in found.question.targets
    ]


def _said(met: bool | None) -> str:
    return "nearest" if met is None else "yes" if met else "no"


def _lines(answer: SolveAnswer) -> Iterator[str]:
    found = answer.solution
    yield _method(found)
    if _kind(found) == "whole numbers":
        yield f"{found.candidates.name} can be a whole number only"
    if found.shortest is not None:
        yield f"{found.candidates.name}={found.shortest} costs the same"
    if found.beyond is None and found.met:
        yield "the interval ends here; no value in it is too far"
    elif found.beyond and found.beyond.problem:
        yield f"{found.beyond.value} cannot be: {found.beyond.problem.message}"
    yield f"check: {answer.check()}"


def _method(found: Solution) -> str:
    count, name = len(found.candidates), found.candidates.name
    if found.method is Method.BISECTION:
        metrics = " and ".join(found.question.metrics)
        way = f"{metrics} {_verb(found)} with {name} throughout"
        return f"by bisection of {count:,} {_kind(found)}: {way}, as {found.tried:,} of them show"
    left = f", of which {found.possible:,} can be" if found.possible < count else ""
    return f"by a sweep of all {count:,} {_kind(found)}{left}"


def _kind(found: Solution) -> str:
    if found.candidates.stepped:
        return "steps" if found.question.candidates.stepped else "whole numbers"
    return "values"


def _verb(found: Solution) -> str:
    if len(found.question.metrics) > 1:
        return "grow or fall"
    return "grows" if found.rising else "falls"


def _whole(answer: SolveAnswer) -> dict[str, Any]:
    found = answer.solution
    question, candidates = found.question, found.candidates
    return {
        "schema": SCHEMA,
        "convcalc": __version__,
        "name": question.name,
        "file": answer.file,
        "assumptions": {"batch": question.changes.batch, "dtype": question.changes.dtype},
        "vary": {"name": candidates.name, "values": candidates.text, "count": len(candidates)},
        "targets": [one.text for one in question.targets],
        "method": found.method.value,
        "tried": found.tried,
        "met": found.met,
        "answer" if found.met else "best": _record(found.point, found),
        "next": _record(found.beyond, found) if found.beyond else None,
        "shortest": found.shortest,
        "check": answer.check(),
    }


def _records(found: Solution) -> Iterator[dict[str, Any]]:
    for which, point in _points(found):
        yield {"which": which, **_record(point, found)}


def _record(point: Point, found: Solution) -> dict[str, Any]:
    record: dict[str, Any] = {found.candidates.name: point.value, **point.metrics}
    if point.problem:
        return {**record, "error": point.problem.message}
    texts = [one.text for one in found.question.targets]
    return {**record, "targets": dict(zip(texts, _met(point, found), strict=True))}
