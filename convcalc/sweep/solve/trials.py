"""Values of a var tried: many at once on columns, or one as a network of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from convcalc.errors import InputError, Problem
from convcalc.network.network import Settings
from convcalc.network.opening import opened
from convcalc.network.problems import Problems
from convcalc.sweep.calculation import Array
from convcalc.sweep.evaluate import Gone, Part, Sweeper
from convcalc.sweep.fields import KnownFields
from convcalc.sweep.figures import Figures
from convcalc.sweep.numbers import Numbers
from convcalc.sweep.solve.candidates import Candidates
from convcalc.sweep.solve.question import Question
from convcalc.sweep.space import Axis, Space, values_of

_AT_ONCE = 2**17  # values


@dataclass(frozen=True, slots=True)
class Tried:
    """The numbers of values that can be, upwards, and their metrics."""

    indices: Array
    metrics: dict[str, Array]

    def __len__(self) -> int:
        return len(self.indices)


@dataclass(frozen=True, slots=True)
class Point:
    """One value, tried as a network of its own: its metrics, or why it cannot be."""

    value: int | float
    metrics: dict[str, int | float]
    problem: Problem | None = None


@dataclass(slots=True)
class Trials:
    """Tries values, and counts how many."""

    question: Question
    count: int = 0
    _known: KnownFields = field(default_factory=dict)

    def at(self, candidates: Candidates, indices: Array) -> Tried:
        """Values by their numbers. Raises InputError where a metric does not fit into 64 bits."""
        found = []
        for start in range(0, len(indices), _AT_ONCE):
            some = indices[start : start + _AT_ONCE]
            which, columns = self.many(candidates.values(some.tolist()))
            found.append((some[which], *columns))
        merged = [np.concatenate(columns) for columns in zip(*found, strict=True)]
        return Tried(merged[0], dict(zip(self.question.metrics, merged[1:], strict=True)))

    def many(self, values: list[int | float]) -> tuple[Array, list[Array]]:
        """Which of the values can be, and a column for each metric."""
        question, changes = self.question, self.question.changes
        space = Space((Axis({question.candidates.name: values_of(values)}),))
        sweeper = Sweeper(changes.plan(question.network), space)
        self.count += len(values)

        def work(part: Part) -> tuple[Array, ...]:
            figures = Figures(part.graph, part.pool, changes.batch, changes.dtype, self._known)
            columns = [_flat(figures[name], part) for name in question.metrics]
            return (part.box.points(np.arange(len(part.box))), *columns)

        box = space.box(np.arange(len(values)))
        parts = [one for one in sweeper.parts(box, work) if not isinstance(one, Gone)]
        if not parts:
            return np.zeros(0, np.int64), [np.zeros(0, np.int64) for _ in question.metrics]
        places, *columns = [np.concatenate(some) for some in zip(*parts, strict=True)]
        order = np.argsort(places)
        return places[order], [column[order] for column in columns]

    def one(self, value: float) -> Point:
        """A value as `convcalc net` computes it."""
        question, changes = self.question, self.question.changes
        document, preset = question.network.document, question.network.preset
        asked = {**changes.settings, question.candidates.name: value}
        settings = Settings(asked, changes.input, preset.name if preset else None)
        self.count += 1
        try:
            network = opened(document, settings, Problems())
            cost = network.cost(batch=changes.batch, dtype=changes.dtype)
        except InputError as error:
            return Point(value, {}, error.problem)
        return Point(value, {name: _number(getattr(cost, name)) for name in question.metrics})


def _flat(figure: Any, part: Part) -> Array:  # noqa: ANN401 — a column or a number
    array = figure.array if isinstance(figure, Numbers) else np.array(figure)
    return np.broadcast_to(array, part.box.shape).reshape(-1)


def _number(value: Any) -> int | float:  # noqa: ANN401 — a number, or one for each axis
    """Of several axes the smallest; a fraction as a float, as a sweep has it."""
    least = min(value) if isinstance(value, tuple) else value
    return int(least) if least == int(least) and not isinstance(least, float) else float(least)
