"""The answer: a value, and the one beside it that no longer meets the targets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from convcalc.sweep.solve.candidates import Candidates
from convcalc.sweep.solve.question import Question
from convcalc.sweep.solve.trials import Point


class Method(Enum):
    """How the value was found."""

    BISECTION = "bisection"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class Solution:
    """What was found."""

    question: Question
    candidates: Candidates  # among which it was looked for
    method: Method
    tried: int
    possible: int  # of the values that were tried
    point: Point
    met: bool  # else no value meets the targets, and the point is the best there is
    beyond: Point | None  # the next value, if the interval does not end here
    shortest: int | float | None = None  # one with fewer digits that costs the same
    rising: bool = True  # the first target's metric with the var
