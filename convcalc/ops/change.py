"""Axes of one size that become axes of another: outputs lie evenly over the inputs."""

from __future__ import annotations

from functools import cached_property
from math import gcd
from typing import NamedTuple

from convcalc.ops.op import Op, Shape


class Change(NamedTuple):
    """One axis, before and after, under the names of the formulas."""

    in_size: int
    out_size: int

    @property
    def sizes(self) -> dict[str, int]:
        """Both, as the formulas take them."""
        return self._asdict()

    @property
    def period(self) -> int:
        """After so many outputs they stand to the inputs as before."""
        return self.out_size // gcd(*self)

    @property
    def between_centres(self) -> Change:
        """The distance from the first centre to the last; a single one has none, nor 0 to end."""
        return Change(self.in_size - 1, max(self.out_size - 1, 1))

    def alike(self, other: Change) -> bool:
        """Whether the two have the same ratio."""
        return self.in_size * other.out_size == other.in_size * self.out_size


class Changing(Op):
    """An operator that gives axes another size."""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Each axis before and after, which `resolved` notes."""
        raise LookupError("asked of an operator that is not resolved")

    def output(self, *inputs: Shape) -> Shape:
        """The same channels at other sizes."""
        return (inputs[0][0], *[one.out_size for one in self.changes])
