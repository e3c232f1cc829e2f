"""A few of very many points, for a picture: every one at first, then every second, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
        self._blocks.append(np.column_stack([column[taken].astype(float) for column in objectives]))
        while sum(map(len, self._blocks)) > _MOST:
            self._blocks = [np.concatenate(self._blocks)[::2]]
            self.stride *= 2

    def rows(self) -> Array:
        """A row for each point."""
        return np.concatenate(self._blocks) if self._blocks else np.zeros((0, 0))
