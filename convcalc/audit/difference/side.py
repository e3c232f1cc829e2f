"""What a side is, wherever it comes from: networks with their totals and layers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TypeAlias

from convcalc.errors import Problem
from convcalc.network.uncounted import Gathered
from convcalc.ops.op import Shape

Number: TypeAlias = int | float | Fraction
Value: TypeAlias = Number | tuple[Number, ...]  # a tuple has one number an axis
UNCOUNTED = "uncounted"


@dataclass(frozen=True)
class Layer:
    """One operator, or those under one path gathered; `parts` are then what is inside."""

    path: str
    op: str
    arguments: Mapping[str, object]
    input: tuple[Shape, ...]
    output: Shape
    metrics: Mapping[str, int]
    parts: tuple[Hashable, ...] = ()

    @cached_property
    def content(self) -> Hashable:
        """All that it is, but for its path."""
        numbers = tuple(self.metrics.values())
        return self.op, frozen(self.arguments), self.input, self.output, numbers, self.parts


@dataclass(frozen=True)
class Figures:
    """A network in numbers; or, where it is not valid, its problems alone."""

    name: str
    file: str
    totals: Mapping[str, Value] = field(default_factory=dict)
    layers: tuple[Layer, ...] = ()
    variables: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    uncounted: tuple[Gathered, ...] = ()  # what the numbers do not hold
    now: str = ""  # the path of its file on the other side, where git knows it

    @property
    def numbers(self) -> Mapping[str, Value]:
        """Its totals, and how many operators are not in them."""
        return {**self.totals, UNCOUNTED: sum([len(one.paths) for one in self.uncounted])}

    def gathered(self, depth: int | None) -> tuple[Layer, ...]:
        """Its layers, those neighbours as one whose paths begin with the same `depth` parts."""
        if depth is None:
            return self.layers
        cut = groupby(self.layers, key=lambda layer: ".".join(layer.path.split(".")[:depth]))
        return tuple([_together(path, tuple(found)) for path, found in cut])


@dataclass(frozen=True)
class Side:
    """One of the two that are compared, and what its numbers assume."""

    label: str
    networks: tuple[Figures, ...]
    batch: int = 1
    dtype: str = "fp32"


def frozen(value: object) -> Hashable:
    """The value with tuples for lists and mappings, so that equal ones are found at once.

    >>> frozen({"kernel_size": [3, 3]}) == frozen({"kernel_size": (3, 3)})
    True
    """
    if isinstance(value, Mapping):
        return tuple([(name, frozen(one)) for name, one in sorted(value.items())])
    if isinstance(value, list | tuple):
        return tuple([frozen(one) for one in value])
    return value


def _together(path: str, layers: Sequence[Layer]) -> Layer:
    if len(layers) == 1 and layers[0].path == path:
        return layers[0]
    names = layers[0].metrics
    return Layer(
        path=path,
        op="",
        arguments={},
        input=layers[0].input,
        output=layers[-1].output,
        metrics={name: sum(layer.metrics[name] for layer in layers) for name in names},
        parts=tuple([(layer.path[len(path) :], layer.content) for layer in layers]),
    )
