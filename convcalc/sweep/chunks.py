"""The points of a sweep in chunks, each of which is computed by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from convcalc.sweep.answers import Answers
from convcalc.sweep.box import Box
from convcalc.sweep.calculation import Array
from convcalc.sweep.counts import Counts
from convcalc.sweep.draw import drawn
from convcalc.sweep.evaluate import Gone, Part, Sweeper
from convcalc.sweep.fields import KnownFields
from convcalc.sweep.figures import METRICS, Figures
from convcalc.sweep.front import Front
from convcalc.sweep.model import Objective, Sweep
from convcalc.sweep.space import Cuts

POINTS = 2**19  # of a chunk: arrays of them are few MiB, and the work on each is worth the walk


@dataclass(frozen=True, slots=True)
class Table:
    """Points in order, and what was asked of each."""

    points: Array
    columns: tuple[Array, ...]

    @classmethod
    def of(cls, parts: Sequence[tuple[Array, ...]]) -> Table:
        """One table of several parts, each with its points before its columns."""
        points, *columns = [np.concatenate(some) for some in zip(*parts, strict=True)]
        order = np.argsort(points, kind="stable")
        return cls(points[order], tuple([column[order] for column in columns]))


@dataclass(frozen=True, slots=True)
class Chunk:
    """What has become of the points of a chunk."""

    counts: Counts
    front: Front | None
    table: Table | None  # of the points that are left, if it was asked for


class Chunks:
    """Chunks by number: the same ones however often they are asked for, and by whom."""

    def __init__(self, sweep: Sweep, size: int = POINTS) -> None:
        self.sweep = sweep
        self._size = size
        self._cuts: Cuts = sweep.space.cuts(self._size)
        self._sweeper = Sweeper(sweep.plan, sweep.space, sweep.where)
        self._known_fields: KnownFields = {}
        expressions = [term for term in sweep.columns if term.text not in METRICS]
        self._terms = [*[one.term for one in sweep.objectives], *expressions]

    def __len__(self) -> int:
        sample = self.sweep.sample
        return -(-sample.count // self._size) if sample else len(self._cuts)

    def box(self, number: int) -> Box:
        """The points of a chunk."""
        sample = self.sweep.sample
        if sample is None:
            return self._cuts.box(number)
        first = number * self._size
        return self.box_of(np.arange(first, min(first + self._size, sample.count)))

    def box_of(self, points: Array) -> Box:
        """Any points, by their numbers."""
        sample, space = self.sweep.sample, self.sweep.space
        return drawn(space, sample, points) if sample else space.box(points)

    def chunk(self, number: int, known: Front | None = None, *, table: bool = False) -> Chunk:
        """A chunk, computed; points that a known front beats need not be looked at closely."""
        box = self.box(number)
        counts, front, parts = Counts(points=len(box)), None, list[tuple[Array, ...]]()
        for part in self._sweeper.parts(box, partial(self._reduced, known=known, table=table)):
            if isinstance(part, Gone):
                counts.gone(part.count, code=part.code, condition=part.condition)
                continue
            counts.limited += part.limited
            counts.left += part.left
            front = joined(front, part.front)
            parts += [part.rows] if part.rows else []
        return Chunk(counts, front, Table.of(parts) if parts else None)

    def _reduced(self, part: Part, *, known: Front | None, table: bool) -> _Reduced:
        sweep, answers = self.sweep, self._answers(part)
        front, rows = None, None
        if answers.left and sweep.objectives:
            front = _front(answers, sweep.objectives, known)
        if answers.left and table:
            rows = (answers.points(), *[answers.term(term) for term in sweep.columns])
        return _Reduced(answers.left, answers.limited, front, rows)

    def _answers(self, part: Part) -> Answers:
        figures = Figures(
            part.graph, part.pool, self.sweep.batch, self.sweep.dtype, self._known_fields
        )
        return Answers(part, figures, self.sweep.limits, self._terms)

    def table(self, points: Array) -> Table:
        """The columns at any points, without those that are impossible or beyond a limit."""

        def rows(part: Part) -> tuple[Array, ...]:
            answers = self._answers(part)
            return (answers.points(), *[answers.term(term) for term in self.sweep.columns])

        parts = self._sweeper.parts(self.box_of(points), rows)
        found = [part for part in parts if not isinstance(part, Gone)]
        return (
            Table.of(found) if found else Table(points[:0], (points[:0],) * len(self.sweep.columns))
        )


@dataclass(frozen=True, slots=True)
class _Reduced:
    """What is kept of a part."""

    left: int
    limited: Counter[str]
    front: Front | None
    rows: tuple[Array, ...] | None


def _front(answers: Answers, asked: tuple[Objective, ...], known: Front | None) -> Front:
    objectives, some = [answers.objective(one) for one in asked], None
    if known is not None and len(known):
        some = known.passing(objectives)
        objectives = [column[some] for column in objectives]
    return Front.of(objectives, answers.points(some))


def joined(one: Front | None, other: Front | None) -> Front | None:
    """The front of both, or of the one that there is."""
    return one.merged(other) if one and other else one or other
