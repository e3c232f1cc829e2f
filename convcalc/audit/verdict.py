"""What an audit says of one rule: that it holds, or by how much it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from typing import TypeAlias

from convcalc.errors import Place, Problem
from convcalc.verify.check import Check

Number: TypeAlias = int | Fraction


class Level(IntEnum):
    """How much a verdict weighs; a warning is a finding only under `--strict`."""

    OFF = 0
    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One rule, asked of one network or of one of its layers.

    >>> from convcalc.errors import Place
    >>> at = Place("convcalc.yaml", 4, 11, 3, "    macs: 4G")
    >>> over = Verdict(rule="CC301", level=Level.ERROR, message="macs 4.28 G is over 4G", place=at)
    >>> print(over)
    convcalc.yaml:4:11: error[CC301]: macs 4.28 G is over 4G
      |
    4 |     macs: 4G
      |           ^^
    """

    rule: str
    level: Level
    message: str
    passed: bool = False
    network: str = ""
    path: str = ""  # of the layer, where it is about one
    metric: str = ""
    value: Number | None = None
    limit: Number | None = None
    excess: Number | None = None  # beyond the limit, in the metric's unit
    base: Number | None = None  # the value in the baseline, where there is one
    place: Place | None = None
    details: tuple[str, ...] = ()  # more lines: what weighs most, what to try

    def __str__(self) -> str:
        problem = Problem(self.rule, f"{self.where}{self.message}", place=self.place)
        head, *excerpt = str(problem).split("\n")
        head = head.replace(f"error[{self.rule}]", f"{self.level}[{self.rule}]", 1)
        margin = " " * (len(str(self.place.line)) + 1 if self.place else 2)
        return "\n".join([head, *excerpt, *[f"{margin}= {line}" for line in self.details]])

    @property
    def where(self) -> str:
        """The network and the layer that are meant; where the network is but its file, not that.

        >>> Verdict(rule="CC301", level=Level.ERROR, message="", network="vgg", path="stem").where
        'vgg: stem: '
        """
        file = self.place.file if self.place else ""
        return "".join(f"{part}: " for part in (self.network, self.path) if part not in ("", file))

    @property
    def failed(self) -> bool:
        """Whether there is something to say."""
        return not self.passed and self.level is not Level.OFF

    def at(self, level: Level) -> Verdict:
        """The same verdict with another weight."""
        return replace(self, level=level)


def of_problem(problem: Problem, network: str) -> Verdict:
    """What is wrong with a file, as a verdict."""
    return Verdict(
        rule=problem.code,
        level=Level.ERROR,
        message=problem.message,
        network=network,
        path=problem.path,
        place=problem.place,
        details=(problem.note,) if problem.note else (),
    )


def of_check(check: Check, network: str) -> Verdict:
    """What a run says of a prediction, as a verdict.

    >>> print(of_check(Check("stem", "macs", 9, 8), "tiny"))
    error[CC222]: tiny: stem: macs: predicted 9, measured 8
    """
    return Verdict(
        rule="CC222",
        level=Level.ERROR,
        message=f"{check.quantity}: predicted {check.predicted}, measured {check.measured}",
        passed=check.ok,
        network=network,
        path=check.path,
        metric=check.quantity,
    )
