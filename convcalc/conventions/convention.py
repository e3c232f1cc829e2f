"""A convention: how somebody else counts, and where that differs from us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Part(NamedTuple):
    """One reason why others say another number, and how much it makes."""

    name: str
    amount: int
    why: str = ""
    wrong: bool = False  # not another view, but an error
    proof: str = ""  # the command whose run shows it


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric under a convention: their number, ours, and why they differ."""

    metric: str
    theirs: int
    ours: int
    formula: str
    why: str
    parts: tuple[Part, ...] = ()  # of MACs: with ours they add up to theirs


@dataclass(frozen=True, slots=True)
class Counted:
    """What a convention says; no differences and a sentence where it says nothing."""

    convention: str
    differences: tuple[Difference, ...]
    note: str = ""

    def value(self, metric: str, default: int) -> int:
        """The metric under this convention."""
        return next((one.theirs for one in self.differences if one.metric == metric), default)
