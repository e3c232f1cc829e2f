"""A few of very many points, for a picture: every one at first, then every second, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from convcalc.sweep.calculation import Array

_MOST = 4_096


@dataclass(slots=True)
class Sample:
    """Points that stand for all; the same ones however the points come in blocks."""

    stride: int = 1
    _seen: int = 0
    _blocks: list[Array] = field(default_factory=list)

    def add(self, objectives: Sequence[Array]) -> None:
        """More points, a column for each objective."""
        length = len(objectives[0])
        taken = np.arange(-self._seen % self.stride, length, self.stride)
        self._seen += length
        self._blocks.append(np.column_stack([_floats(column[taken]) for column in objectives]))
        while sum(map(len, self._blocks)) > _MOST:
            self._blocks = [np.concatenate(self._blocks)[::2]]
            self.stride *= 2

    def rows(self) -> Array:
        """A row for each point."""
        return np.concatenate(self._blocks) if self._blocks else np.zeros((0, 0))


def _floats(column: Array) -> Array:
    """Numbers as floats, for a picture: ints that are larger than all of these are infinite."""
    if column.dtype.kind != "O":
        return column.astype(np.float64)
    return np.array([as_float(one) for one in column])


def as_float(value: float) -> float:
    """A number of any size as a float.

    >>> as_float(3), as_float(-(10**400))
    (3.0, -inf)
    """
    try:
        return float(value)
    except OverflowError:
        return inf if value > 0 else -inf
