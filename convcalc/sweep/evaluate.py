"""The points of a box, parted where they differ in more than numbers, and each part computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from convcalc.collector import collector_off
from convcalc.errors import InputError
from convcalc.graph import Graph
from convcalc.sweep.box import Box, along
from convcalc.sweep.calculation import Array, DifferError, TooLargeError
from convcalc.sweep.numbers import column
from convcalc.sweep.pool import Pool
from convcalc.sweep.space import Space
from convcalc.sweep.walk import ImpossibleError, Plan


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
    why: str  # a code, or a condition of `where`


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Computes boxes of a space."""

    plan: Plan
    space: Space

    @collector_off()
    def parts(self, box: Box) -> Iterator[Part | Gone]:
        """The box in parts. Raises InputError where a number does not fit into 64 bits."""
        left = [box]
        while left:
            here = left.pop()
            try:
                yield self._part(here)
            except DifferError as differ:
                left += reversed(here.parts(differ.values))
            except ImpossibleError as impossible:
                yield Gone(len(here), impossible.code)
            except TooLargeError as large:
                raise self.too_large(here, large) from None

    def _part(self, box: Box) -> Part:
        pool = Pool()
        variables = self.plan.variables(swept(self.space, box, pool))
        return Part(box, pool, variables, self.plan.graph(variables))

    def too_large(self, box: Box, error: TooLargeError) -> InputError:
        """The error that names the axes whose values are too large together."""
        axes = [axis for axis, length in enumerate(error.shape) if length > 1]
        names = [name for axis in axes for name in self._names(box, axis)] or ["a value"]
        return InputError(
            "CC113",
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
