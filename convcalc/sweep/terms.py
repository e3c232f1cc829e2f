"""An expression that a sweep asks of every point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from convcalc.network.values import Value, names_in


@dataclass(frozen=True, slots=True)
class Term:
    """A metric, or an expression of vars and metrics, and how it was written."""

    text: str
    value: Value

    def names(self) -> Iterator[str]:
        """Every name that it uses."""
        return names_in(self.value)
