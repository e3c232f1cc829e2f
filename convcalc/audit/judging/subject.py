"""What is judged: a network under certain settings, with its cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from convcalc.analysis.network_cost import NetworkCost
from convcalc.audit.judging.wording import full
from convcalc.audit.rules import level_of
from convcalc.audit.verdict import Level, Verdict
from convcalc.errors import Place
from convcalc.network import Network


@dataclass(frozen=True, slots=True)
class Subject:
    """A network and its cost, what its settings are called, and how much each rule weighs."""

    network: Network
    cost: NetworkCost
    settings: tuple[str, ...] = ()  # width=0.5, where a budget sets vars
    levels: Mapping[str, Level] = field(default_factory=dict)
    base: NetworkCost | None = None  # what it cost at the base, where one is asked for
    revision: str = ""  # which base, as it was asked for

    @property
    def name(self) -> str:
        """The network as messages call it."""
        told = ", ".join(self.settings)
        return f"{self.network.name} ({told})" if told else self.network.name

    @property
    def flags(self) -> list[str]:
        """The settings as a command line has them."""
        return [f"--set {one}" for one in self.settings]

    def value(self, metric: str) -> Fraction | None:
        """A metric of the whole network as one number, if there is one."""
        return fraction(self.cost.single(metric))

    def verdict(self, rule: str, message: str, *, passed: bool, place: Place | None) -> Verdict:
        """What a rule says of this network."""
        level = level_of(rule, self.levels)
        return Verdict(
            rule=rule, level=level, message=message, passed=passed, network=self.name, place=place
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """One value of a subject: of the whole, or of the layer at `path`."""

    subject: Subject
    metric: str
    value: Fraction
    path: str = ""

    @property
    def text(self) -> str:
        """The metric and its value."""
        return f"{self.metric} {full(self.metric, self.value)}"

    @property
    def base(self) -> Fraction | None:
        """The value at the base, of the whole network."""
        before = self.subject.base
        return fraction(before.single(self.metric)) if before and not self.path else None

    def verdict(
        self, rule: str, message: str, limit: Fraction, excess: Fraction, place: Place | None
    ) -> Verdict:
        """What a rule says of this value; an excess above zero fails."""
        told = self.subject.verdict(rule, message, passed=excess <= 0, place=place)
        return replace(
            told,
            path=self.path,
            metric=self.metric,
            value=self.value,
            limit=limit,
            excess=max(excess, Fraction(0)),
            base=self.base,
        )


def fraction(value: int | Fraction | None) -> Fraction | None:
    """The number as a fraction, so that all of them are of one type."""
    return None if value is None else Fraction(value)
