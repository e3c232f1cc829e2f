"""What is asked of the points of a part, answered: which are left, and their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np

from convcalc.errors import InputError, Problem
from convcalc.network.budgets import Limit
from convcalc.sweep.calculation import LARGEST, Array
from convcalc.sweep.evaluate import Part
from convcalc.sweep.figures import METRICS, Figures
from convcalc.sweep.model import Objective
from convcalc.sweep.numbers import Numbers
from convcalc.sweep.terms import Term


class Answers:
    """The terms of a sweep at the points of a part that its limits leave."""

    def __init__(
        self, part: Part, figures: Figures, limits: tuple[Limit, ...], terms: Iterable[Term]
    ) -> None:
        self._part = part
        self._figures = figures
        self._known: dict[str, Array] = {}
        for term in terms:  # before the limits: a point that has no value of one cannot be
            self.value(term)
        self._taken: Array | None = None  # the points that are left, where not all are
        self.limited = Counter[str]()
        self.left = self._keep(limits)

    def _keep(self, limits: tuple[Limit, ...]) -> int:
        """Take the points that no limit removes; how many these are."""
        shape = self._part.box.shape
        left: Any = np.ones((1,) * len(shape), np.bool_)
        count = size = len(self._part.box)
        for limit in limits:
            left = left & _inside(self._array(self._figures[limit.metric]), limit)
            now = int(np.count_nonzero(left)) * (size // left.size)
            self.limited[limit.metric] += count - now
            count = now
        if count < size:
            self._taken = np.flatnonzero(np.broadcast_to(left, shape))
        return count

    def points(self, some: Array | None = None) -> Array:
        """The numbers of the points that are left, or of some of them."""
        box, taken = self._part.box, self._taken
        if taken is None:
            taken = np.arange(len(box))
        return box.points(taken if some is None else taken[some])

    def objective(self, objective: Objective) -> Array:
        """An objective at the points that are left; smaller is better."""
        values = self.term(objective.term)
        return -values if objective.largest else values

    def term(self, term: Term) -> Array:
        """A term at the points that are left."""
        return self._flat(self.value(term))

    def value(self, term: Term) -> Array:
        """A term at all points of the part, on the axes on which it hangs."""
        if term.text not in self._known:
            used, known = set(term.names()), self._part.variables
            names = {name: known[name] for name in used & known.keys()}
            names |= {name: self._figures[name] for name in used & METRICS.keys() - names.keys()}
            value = term.value.evaluate(names)
            if not isinstance(value, int | float | Numbers):
                sentence = f"{term.text} is {value!r} at some points; a number is meant"
                raise InputError.of([Problem("CC105", sentence, place=term.value.place)])
            self._known[term.text] = self._array(value)
        return self._known[term.text]

    def _array(self, value: Any) -> Array:  # noqa: ANN401 — a column or a number
        if isinstance(value, Numbers):
            return value.array
        return np.full((1,) * len(self._part.box.edges), value)

    def _flat(self, array: Array) -> Array:
        whole = np.broadcast_to(array, self._part.box.shape).reshape(-1)
        return whole if self._taken is None else whole[self._taken]


def _inside(values: Array, limit: Limit) -> Array:
    """Where a metric is neither too large nor too small, exactly."""
    inside = np.ones(values.shape, np.bool_)
    if limit.max:
        inside &= values <= _bound(limit.max.value, values, floor)
    if limit.min:
        inside &= values >= _bound(limit.min.value, values, ceil)
    return inside


def _bound(bound: Fraction, values: Array, nearest: Callable[[Fraction], int]) -> int | float:
    """The bound in the kind of the values: between two ints lies no third one."""
    if values.dtype.kind == "f":
        return float(bound)
    return max(min(nearest(bound), LARGEST), -LARGEST)
