"""All that is to be said of one layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convcalc.analysis.cost import FLOPS_PER_MAC
from convcalc.conventions.convention import Counted
from convcalc.report.explained import Explained
from convcalc.variants import LayerCost
from convcalc.verify.check import Check

if TYPE_CHECKING:
    from convcalc.variants.overlap import Overlap


class Answer(NamedTuple):
    """The cost of a layer, and beside it what was asked for."""

    cost: LayerCost
    verified: tuple[Check, ...] | None = None
    explained: tuple[Explained, ...] | None = None
    counted: Counted | None = None
    overlap: Overlap | None = None

    def value(self, metric: str) -> int:
        """A metric of the layer, by the convention that was asked for."""
        ours: int = getattr(self.cost, metric)
        return self.counted.value(metric, ours) if self.counted else ours

    @property
    def flops(self) -> int:
        """Two per MAC, unless the convention that was asked for has FLOPs of its own. [FLOP]"""
        doubled = FLOPS_PER_MAC * self.value("macs")
        return self.counted.value("flops", doubled) if self.counted else doubled

    @property
    def confirmed(self) -> bool:
        """Whether no run contradicts a prediction."""
        return not self.verified or all(check.ok for check in self.verified)
