"""A convention: how somebody else counts, and where that differs from us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from convcalc.variants import LayerCost


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric under a convention: their number, ours, and why they differ."""

    metric: str
    theirs: int
    ours: int
    formula: str
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A layer counted by a convention; no differences and a sentence where it says nothing."""

    convention: str
    differences: tuple[Difference, ...]
    note: str = ""

    def value(self, metric: str, default: int) -> int:
        """The metric under this convention."""
        return next((one.theirs for one in self.differences if one.metric == metric), default)


Convention = Callable[[LayerCost], Counted]
Conventions = Mapping[str, Convention]
