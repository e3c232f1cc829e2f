"""How often a body runs: every round is added, where it is known how many there are."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from convcalc.network.onnx.values import Constant, Value

Values: TypeAlias = tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """What a body leaves: its states, what is kept of the round, and whether another follows.

    None stands for what is known only when the model runs.
    """

    states: Values
    kept: tuple[Value, ...]
    goes_on: bool | None


@dataclass(frozen=True, slots=True)
class Rounds:
    """Those that were added, and whether no others run."""

    states: Values
    kept: tuple[tuple[Value, ...], ...]
    are_all: bool


@dataclass(frozen=True, slots=True)
class Repeated:
    """A body, to be added with a number and states; what it begins with, and its limit."""

    body: Callable[[int, Values], Round]
    states: Values
    goes_on: bool | None
    most: float | None  # rounds; infinite without a limit, none where it is not known

    def rounds(self, left: Callable[[], int]) -> Rounds:
        """All rounds; of more than half of the operators that are `left` to add, the first ones."""
        start, states, kept = left(), self.states, list[tuple[Value, ...]]()
        goes_on = None if self.most is None else self.goes_on
        while goes_on is not False and (self.most is None or len(kept) < self.most):
            before = left()
            made = self.body(len(kept), states)
            states, kept = made.states, [*kept, made.kept]
            goes_on = made.goes_on if goes_on else None
            used = start - left() + self._to_come(len(kept)) * (before - left())
            if goes_on is None or (goes_on and used > start // 2):
                return Rounds(states, tuple(kept), are_all=False)
        return Rounds(states, tuple(kept), are_all=True)

    def _to_come(self, done: int) -> float:
        """Rounds that follow, as far as that is known."""
        return 1 if self.most in {None, math.inf} else self.most - done


def truth(value: Value | None) -> bool | None:
    """Whether a condition holds; where there is none, it does.

    >>> from convcalc.network.onnx.small import Numbers
    >>> truth(None), truth(Constant((), made=Numbers((False,), ())))
    (True, False)
    """
    if value is None:
        return True
    numbers = value.numbers if isinstance(value, Constant) else None
    return None if numbers is None else any(numbers.values)
