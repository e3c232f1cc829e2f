"""What a budget says, with every number exact and every place known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from convcalc.errors import Place
from convcalc.network.budgets.amounts import Amount, Bound

if TYPE_CHECKING:
    from convcalc.network.budgets.settings import Assumed, RuleLevel


@dataclass(frozen=True, slots=True)
class Limit:
    """What one metric may be: `max` and `min` are inclusive, above `warn` is a warning."""

    metric: str
    place: Place
    max: Bound | None = None
    min: Bound | None = None
    warn: Bound | None = None
    slack: Fraction | None = None  # of max: a value further below it is worth a note


@dataclass(frozen=True, slots=True)
class Growth:
    """By how much one metric may grow since the base; less than `ignore_below` is no matter."""

    metric: str
    place: Place
    max_increase: Amount
    ignore_below: Amount | None = None


@dataclass(frozen=True, slots=True)
class LayerBudget:
    """Limits of single layers, by a glob of their paths."""

    match: str
    place: Place
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """Another value for a var."""

    name: str
    value: object
    place: Place


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits for all networks that a glob matches, each as it stands or with other settings."""

    match: str
    place: Place
    limits: tuple[Limit, ...] = ()
    growths: tuple[Growth, ...] = ()
    layers: tuple[LayerBudget, ...] = ()
    settings: tuple[Setting, ...] = ()
    assumed: Assumed | None = None  # in a network's own file
    levels: tuple[RuleLevel, ...] = ()  # likewise
