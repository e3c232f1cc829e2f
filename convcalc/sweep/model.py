"""A sweep, read: which network, which points, what may be, and what is best."""

from __future__ import annotations

from dataclasses import dataclass

from convcalc.network.budgets import Limit
from convcalc.sweep.space import Space
from convcalc.sweep.terms import Term
from convcalc.sweep.walk import Plan


@dataclass(frozen=True, slots=True)
class Objective:
    """What is to be as small as can be, or as large."""

    term: Term
    largest: bool = False


@dataclass(frozen=True, slots=True)
class Random:
    """So many points drawn at random; which, hangs on the seed and their number alone."""

    count: int
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Sweep:
    """All that is asked."""

    name: str
    file: str
    plan: Plan
    space: Space
    where: tuple[Term, ...] = ()
    limits: tuple[Limit, ...] = ()
    objectives: tuple[Objective, ...] = ()
    columns: tuple[Term, ...] = ()
    sample: Random | None = None
    out: str | None = None
    batch: int = 1
    dtype: str = "fp32"
    digest: str = ""  # of all that its numbers hang on

    @property
    def points(self) -> int:
        """How many points are asked for."""
        return self.sample.count if self.sample else self.space.size

    @property
    def one_way(self) -> str:
        """How all objectives are meant where that is one way only; else nothing."""
        ways = {one.largest for one in self.objectives}
        return ("maximize" if ways.pop() else "minimize") if len(ways) == 1 else ""
