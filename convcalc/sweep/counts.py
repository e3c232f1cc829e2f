"""What became of the points of a sweep."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """Every point is counted once: left out, impossible, removed by a limit, or left."""

    points: int = 0
    left_out: Counter[str] = field(default_factory=Counter)  # by the condition of `where`
    impossible: Counter[str] = field(default_factory=Counter)  # by the code of the first rule
    limited: Counter[str] = field(default_factory=Counter)  # by the first limit that is broken
    left: int = 0

    def add(self, other: Counts) -> None:
        """Those of more points."""
        self.points += other.points
        self.left_out += other.left_out
        self.impossible += other.impossible
        self.limited += other.limited
        self.left += other.left

    def gone(self, count: int, *, code: str, condition: str) -> None:
        """Points that cannot be, or that a condition leaves out."""
        if condition:
            self.left_out[condition] += count
        else:
            self.impossible[code] += count
