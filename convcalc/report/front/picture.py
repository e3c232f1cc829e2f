"""What a picture of a front shows: an axis for each objective, the front, and what it beats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convcalc.analysis.metrics import METRICS
from convcalc.errors import InputError

Row = tuple[float, ...]  # a number for each axis


@dataclass(frozen=True, slots=True)
class Axis:
    """An objective, and whether it is to be large."""

    name: str
    largest: bool = False

    @property
    def unit(self) -> str:
        """The unit of a metric; of other numbers nothing is known."""
        unit = METRICS[self.name].unit if self.name in METRICS else ""
        return "" if unit == "1" else unit

    @property
    def title(self) -> str:
        """The name and the unit; those of bytes stand beside each number.

        >>> Axis("macs").title, Axis("weights_bytes").title, Axis("accuracy").title
        ('macs [MAC]', 'weights_bytes', 'accuracy')
        """
        return f"{self.name} [{self.unit}]" if self.unit not in ("", "B") else self.name

    @property
    def better(self) -> str:
        """Which way is better, in words."""
        return "larger is better" if self.largest else "smaller is better"


@dataclass(frozen=True, slots=True)
class Picture:
    """Points of a front, and some of those that they beat."""

    title: str
    axes: Sequence[Axis]
    front: Sequence[Row]
    others: Sequence[Row]
    total: int  # points in all, of which the others are a sample
    labels: Sequence[str] = ()  # of the front's points: what makes them

    @property
    def of_front(self) -> str:
        """What is marked."""
        count = len(self.front)
        return f"front, {count:,} point{'s' * (count != 1)}"

    @property
    def of_others(self) -> str:
        """What else is shown."""
        count = len(self.others)
        sampled = f"{count:,} of {self.total:,}" if count < self.total else f"all {count:,}"
        return f"{sampled} points"

    def column(self, axis: int) -> list[float]:
        """All numbers along an axis."""
        return [row[axis] for rows in (self.front, self.others) for row in rows]


def checked(axes: Sequence[object]) -> None:
    """Whether there is anything to draw. Raises InputError where there is only one axis."""
    if len(axes) < 2:  # noqa: PLR2004 — across and up
        sentence = "a plot has two axes, so two objectives; say another --min or --max"
        raise InputError("CC103", sentence)
