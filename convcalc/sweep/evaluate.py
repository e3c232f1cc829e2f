"""The points of a box, parted where they differ in more than numbers, and each part computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from convcalc.collector import collector_off
from convcalc.errors import InputError
from convcalc.graph import Graph
from convcalc.network.values import Fault, holds
from convcalc.sweep.box import Box, along
from convcalc.sweep.calculation import Array, DifferError, TooLargeError
from convcalc.sweep.numbers import column
from convcalc.sweep.pool import Pool
from convcalc.sweep.space import Space
from convcalc.sweep.terms import Term
from convcalc.sweep.walk import ImpossibleError, Plan

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """Points that are alike but for their numbers."""

    box: Box
    pool: Pool
    variables: Mapping[str, Any]
    graph: Graph


@dataclass(frozen=True, slots=True)
class Gone:
    """Points that are not computed: how many, and why."""

    count: int
    code: str = ""  # the rule that does not hold
    condition: str = ""  # or what `where` says


class _LeftOutError(Exception):
    """A condition of `where` does not hold for any of the points."""

    def __init__(self, condition: str) -> None:
        super().__init__(condition)
        self.condition = condition


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Computes boxes of a space."""

    plan: Plan
    space: Space
    where: tuple[Term, ...] = ()

    def parts(self, box: Box, work: Callable[[Part], T]) -> Iterator[T | Gone]:
        """What `work` makes of the box, part by part: it too may ask what parts the points.

        Raises InputError where a number does not fit into 64 bits.
        """
        left = [box]
        while left:
            here = left.pop()
            try:
                yield self._worked(here, work)
            except DifferError as differ:
                left += reversed(here.parts(differ.values))
            except TooLargeError as large:
                raise self.too_large(here, large) from None

    @collector_off()
    def _worked(self, box: Box, work: Callable[[Part], T]) -> T | Gone:
        try:
            return work(self.part(box))
        except _LeftOutError as left_out:
            return Gone(len(box), condition=left_out.condition)
        except (ImpossibleError, Fault) as impossible:
            return Gone(len(box), impossible.code)

    def part(self, box: Box) -> Part:
        """The points of a box, which are alike but for their numbers."""
        pool = Pool()
        variables = self.plan.variables(swept(self.space, box, pool))
        for condition in self.where:
            if not holds(condition.value, variables):
                raise _LeftOutError(condition.text)
        return Part(box, pool, variables, self.plan.graph(variables))

    def too_large(self, box: Box, error: TooLargeError) -> InputError:
        """The error that names the axes whose values are too large together."""
        axes = [axis for axis, length in enumerate(error.shape) if length > 1]
        names = [name for axis in axes for name in self._names(box, axis)] or ["a value"]
        return InputError(
            "CC130",
            f"numbers that depend on {', '.join(names)} do not fit into 64 bits;"
            " sweep smaller values",
        )

    def _names(self, box: Box, axis: int) -> list[str]:
        return [name for one in box.edges[axis].digits for name in self.space.axes[one].values]


def swept(space: Space, box: Box, pool: Pool) -> dict[str, object]:
    """The vars of the space: a column each, or one value.

    Raises DifferError where words differ: what they mean is no matter of numbers.
    """
    found: dict[str, object] = {}
    for number, edge in enumerate(box.edges):
        for axis, digits in edge.digits.items():
            for name, values in space.axes[axis].values.items():
                found[name] = _value(values, digits, number, len(box.edges), pool)
    return {name: found[name] for name in space.names}


def _value(values: Array | Sequence[object], digits: Array, at: int, edges: int, pool: Pool) -> Any:  # noqa: ANN401
    if isinstance(values, np.ndarray):
        return column(along(values[digits], at, edges), pool)
    if (digits != digits[0]).any():
        raise DifferError(along(digits, at, edges))
    return values[int(digits[0])]
