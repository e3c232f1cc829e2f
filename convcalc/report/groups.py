"""Operators gathered by the first parts of their paths, sorted, and cut after the largest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from convcalc.analysis.cost import OpCost, summed
from convcalc.graph import Node


@dataclass(frozen=True, slots=True)
class Group:
    """Operators under one path, which follow one another."""

    path: str
    ops: Sequence[OpCost]
    metrics: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        numbers = summed(tuple(self.ops))
        numbers["flops"] = sum([op.flops for op in self.ops])
        object.__setattr__(self, "metrics", numbers)

    @property
    def last(self) -> Node:
        """The operator whose output is the group's."""
        return self.ops[-1].node

    @property
    def alone(self) -> bool:
        """Whether it is a single operator under its full path."""
        return len(self.ops) == 1 and self.ops[0].node.path == self.path


@dataclass(frozen=True, slots=True)
class Selection:
    """How the operators of a network are shown."""

    depth: int | None = None  # none: each by itself
    sort: str | None = None  # a metric, largest first
    top: int | None = None


def groups(ops: Sequence[OpCost], depth: int | None) -> list[Group]:
    """Neighbours whose paths begin with the same `depth` parts, in the order of the network."""
    if depth is None:
        return [Group(op.node.path, (op,)) for op in ops]
    cut = groupby(ops, key=lambda op: ".".join(op.node.path.split(".")[:depth]))
    return [Group(path, tuple(found)) for path, found in cut]


def selected(ops: Sequence[OpCost], wanted: Selection) -> tuple[list[Group], list[Group]]:
    """The groups that are shown, and the others."""
    found = groups(ops, wanted.depth)
    sort = wanted.sort or ("macs" if wanted.top is not None else None)
    if sort:
        found.sort(key=lambda group: group.metrics[sort], reverse=True)
    count = len(found) if wanted.top is None else wanted.top
    return found[:count], found[count:]


def added(parts: Sequence[Group], metric: str) -> int:
    """One metric of several groups together."""
    return sum(group.metrics[metric] for group in parts)
