"""The answer for one layer: the same object in Python, in a table and in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from convcalc.analysis.cost import GraphCost
from convcalc.ops.op import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerCost(GraphCost):
    """What one layer costs. Shapes are channels first, without the batch."""

    variant: str
    kind: tuple[str, ...]
    input: Shape
    output: Shape
    arguments: Mapping[str, object]
    receptive_field: tuple[int, ...]
    jump: tuple[Fraction, ...]
