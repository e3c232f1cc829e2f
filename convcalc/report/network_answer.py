"""All that is to be said of one network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convcalc.analysis.network_cost import NetworkCost
from convcalc.audit.verdict import Verdict
from convcalc.conventions.convention import Counted
from convcalc.errors import Problem
from convcalc.network.uncounted import Uncounted
from convcalc.report.explained import Explained
from convcalc.verify.check import Check

if TYPE_CHECKING:
    from convcalc.network import Network

COMPLETE, PARTIAL, INVALID = "complete", "partial", "invalid"


@dataclass(frozen=True, slots=True)
class NetworkAnswer:
    """A network and its cost; or, where it is not valid, its problems alone."""

    name: str
    file: str
    network: Network | None = None
    cost: NetworkCost | None = None
    verified: tuple[Check, ...] | None = None
    explained: tuple[Explained, ...] | None = None
    problems: tuple[Problem, ...] = field(default=())
    counted: Counted | None = None  # by another convention, whose numbers are in the cost
    verdicts: tuple[Verdict, ...] = ()
    base: NetworkCost | None = None  # what it cost at the base

    @property
    def status(self) -> str:
        """Whether it could be computed, and whether all of it is in the numbers."""
        if not self.cost:
            return INVALID
        return PARTIAL if self.uncounted else COMPLETE

    @property
    def uncounted(self) -> tuple[Uncounted, ...]:
        """The operators that are not in the numbers."""
        return self.network.uncounted if self.network else ()

    @property
    def confirmed(self) -> bool:
        """Whether no run contradicts a prediction."""
        return all(check.ok for check in self.verified or ())

    @property
    def variables(self) -> Mapping[str, object]:
        """The network's vars in numbers."""
        return self.network.variables if self.network else {}
