"""One predicted number beside the measured one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """What was predicted of a quantity, and what a run measured."""

    path: str
    quantity: str
    predicted: object
    measured: object

    @property
    def ok(self) -> bool:
        """Whether the run confirms the prediction."""
        return self.predicted == self.measured
