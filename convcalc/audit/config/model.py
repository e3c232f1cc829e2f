"""What a project file says."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from convcalc.errors import Place
from convcalc.network.budgets import Assumed, Budget, RuleLevel


@dataclass(frozen=True, slots=True)
class Pattern:
    """A glob of network files, or a name of the zoo."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Config:
    """A project file, read; without one, everything is empty."""

    file: str = ""
    folder: Path = Path()  # to which its patterns are relative
    networks: tuple[Pattern, ...] = ()
    assumed: Assumed = field(default_factory=Assumed)
    budgets: tuple[Budget, ...] = ()
    levels: tuple[RuleLevel, ...] = ()
