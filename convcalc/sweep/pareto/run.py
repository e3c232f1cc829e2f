"""From rows to their front: block by block, of which no more is kept than the front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from convcalc.collector import collector_off
from convcalc.sweep.calculation import Array
from convcalc.sweep.front import Front
from convcalc.sweep.pareto.blocks import Block, Column
from convcalc.sweep.pareto.cells import CellError, key
from convcalc.sweep.pareto.files import read_results
from convcalc.sweep.pareto.joining import Join, Scores, read_scores
from convcalc.sweep.pareto.question import Flags, Question, read_question
from convcalc.sweep.sample import Sample


@dataclass(slots=True)
class Found:
    """What the rows of a file have come to."""

    file: str
    names: tuple[str, ...]
    question: Question
    rows: int = 0
    unmatched: int = 0  # rows without a score
    unused: int = 0  # scores without a row
    empty: Counter[str] = field(default_factory=Counter)  # by the column
    left_out: Counter[str] = field(default_factory=Counter)  # by the condition
    left: int = 0
    front: Front | None = None
    records: dict[int, dict[str, Any]] = field(default_factory=dict)  # of the front's rows
    sample: Sample = field(default_factory=Sample)  # of all that are left

    def front_rows(self) -> list[tuple[dict[str, Any], int]]:
        """The rows of the front in their order, and to how many each is equal."""
        if self.front is None:
            return []
        pairs = zip(self.front.points.tolist(), self.front.counts.tolist(), strict=True)
        return [(self.records[point], count) for point, count in sorted(pairs)]

    def front_values(self) -> list[tuple[int | float, ...]]:
        """The objectives of these rows, as the file has them."""
        if self.front is None:
            return []
        order = np.argsort(self.front.points)
        pairs = zip(self.question.objectives, self.front.objectives, strict=True)
        columns = [one.smaller_is_better(column)[order].tolist() for one, column in pairs]
        return list(zip(*columns, strict=True))


@collector_off()
def front_of(
    word: str, flags: Flags, join: Join | None = None, progress: Callable[[int], None] | None = None
) -> Found:
    """The front of a file; `progress` is told how many rows are done.

    Raises InputError with the place of what is wrong, OSError where a file cannot be opened.
    """
    results = read_results(word)
    scores = read_scores(join, results) if join else None
    names = (*results.names, *(scores.columns if scores else ()))
    question = read_question(flags, names)
    found = Found(results.file, (*names, *question.made), question)
    for block in results.blocks:
        _add(found, _complete(block, results.names), scores)
        if progress:
            progress(len(block))
    found.unused = scores.unmatched if scores else 0
    return found


def _complete(block: Block, names: tuple[str, ...]) -> Block:
    """The block with a column of nothing for each that none of its lines mentions."""
    missing = [name for name in names if name not in block.columns]
    if not missing:
        return block
    places = next(iter(block.columns.values())).places
    nothing = {name: Column(name, [None] * len(block), places) for name in missing}
    return Block({**block.columns, **nothing}, len(block))


def _add(found: Found, block: Block, scores: Scores | None) -> None:
    first, numbered = found.rows, np.arange(len(block))
    found.rows += len(block)
    if scores:
        matched = scores.matched(block)
        found.unmatched += len(block) - len(matched)
        block, numbered = scores.joined(block, matched), numbered[matched]
    for term in found.question.where:
        block, numbered = _without_gaps(found, block, numbered, term.names)
        block, numbered = _where(found, block, numbered, term.text, term.holds(block))
    for objective in found.question.objectives:
        block, numbered = _without_gaps(found, block, numbered, objective.term.names)
    found.left += len(block)
    if len(block):
        _reduce(found, block, first + numbered)


def _without_gaps(
    found: Found, block: Block, numbered: Array, names: tuple[str, ...]
) -> tuple[Block, Array]:
    """The rows that have something in each of the columns; the others are counted."""
    for name in names:
        gaps = _gaps(block.columns[name])
        if gaps is not None:
            found.empty[name] += int(gaps.sum())
            block, numbered = block.taken(np.flatnonzero(~gaps)), numbered[~gaps]
    return block, numbered


def _gaps(column: Column) -> Array | None:
    try:
        return column.numbers[1]
    except CellError:  # words
        gaps = np.array([key(cell) is None for cell in column.cells])
        return gaps if gaps.any() else None


def _where(
    found: Found, block: Block, numbered: Array, text: str, holds: Array
) -> tuple[Block, Array]:
    if holds.all():
        return block, numbered
    found.left_out[text] += int(len(block) - holds.sum())
    return block.taken(np.flatnonzero(holds)), numbered[holds]


def _reduce(found: Found, block: Block, points: Array) -> None:
    asked = found.question.objectives
    values = {one.term.text: one.term.values(block) for one in asked}
    objectives = [one.smaller_is_better(values[one.term.text]) for one in asked]
    made = {name: values[name] for name in found.question.made}
    found.sample.add(objectives)
    some = np.arange(len(block))
    if found.front is not None and len(found.front):
        some = found.front.passing(objectives)
    here = Front.of([column[some] for column in objectives], points[some])
    found.front = found.front.merged(here) if found.front else here
    kept = found.front.points
    places = np.flatnonzero(np.isin(points, kept))
    known = {point: found.records[point] for point in kept.tolist() if point in found.records}
    new = {
        int(points[place]): {
            **block.record(place),
            **{name: column[place] for name, column in made.items()},
        }
        for place in places.tolist()
    }
    found.records = {**known, **new}
