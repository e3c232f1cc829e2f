"""The points of a sweep in chunks, each of which is computed by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from convcalc.sweep.answers import Answers
from convcalc.sweep.box import Box
from convcalc.sweep.calculation import Array
from convcalc.sweep.counts import Counts
from convcalc.sweep.draw import drawn
from convcalc.sweep.evaluate import Gone, Part, Sweeper
from convcalc.sweep.figures import Figures
from convcalc.sweep.front import Front
from convcalc.sweep.model import Sweep
from convcalc.sweep.space import Cuts
from convcalc.sweep.terms import Term

POINTS = 2**18  # of a chunk: as many as arrays of them fit into the cache of a core


@dataclass(frozen=True, slots=True)
class Table:
    """Points in order, and what was asked of each."""

    points: Array
    columns: tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What has become of the points of a chunk."""

    counts: Counts
    front: Front | None


class Chunks:
    """Chunks by number: the same ones however often they are asked for, and by whom."""

    def __init__(self, sweep: Sweep, size: int = POINTS) -> None:
        self.sweep = sweep
        self._size = size
        self._cuts: Cuts = sweep.space.cuts(size)
        self._sweeper = Sweeper(sweep.plan, sweep.space, sweep.where)

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

    def chunk(self, number: int, known: Front | None = None) -> Chunk:
        """A chunk, computed; points that a known front beats need not be looked at closely."""
        box = self.box(number)
        counts, fronts = Counts(points=len(box)), list[Front]()
        for answers in self._answers(box, counts):
            if counts.left and self.sweep.objectives:
                fronts.append(self._front(answers, known))
        return Chunk(counts, _merged(fronts))

    def _answers(self, box: Box, counts: Counts) -> Iterator[Answers]:
        """The parts of which points are left, with all that is counted."""
        for answers in self._sweeper.parts(box, self._answered):
            if isinstance(answers, Gone):
                counts.gone(answers.count, code=answers.code, condition=answers.condition)
                continue
            counts.limited += answers.limited
            counts.left += answers.left
            if answers.left:
                yield answers

    def _answered(self, part: Part) -> Answers:
        figures = Figures(part.graph, part.pool, self.sweep.batch, self.sweep.dtype)
        answers = Answers(part, figures, self.sweep.limits)
        for term in [one.term for one in self.sweep.objectives]:
            answers.value(term)
        return answers

    def _front(self, answers: Answers, known: Front | None) -> Front:
        objectives = [answers.objective(one) for one in self.sweep.objectives]
        points = answers.points()
        if known is not None and len(known):
            passing = known.passing(objectives)
            objectives = [column[passing] for column in objectives]
            points = points[passing]
        return Front.of(objectives, points)

    def table(self, points: Array, terms: tuple[Term, ...]) -> Table:
        """Terms at any points, which are no impossible ones."""
        found, numbers = list[list[Array]](), list[Array]()
        for answers in self._sweeper.parts(self.box_of(points), self._answered):
            if isinstance(answers, Answers):
                numbers.append(answers.points())
                found.append([answers.term(term) for term in terms])
        order = np.argsort(np.concatenate(numbers), kind="stable")
        columns = [np.concatenate(column)[order] for column in zip(*found, strict=True)]
        return Table(np.concatenate(numbers)[order], tuple(columns))


def _merged(fronts: list[Front]) -> Front | None:
    found: Front | None = None
    for front in fronts:
        found = front if found is None else found.merged(front)
    return found
