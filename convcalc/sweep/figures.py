"""The metrics of a graph of columns, each computed when it is asked for, by the same formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from convcalc.analysis.cost import FLOPS_PER_MAC, moved_bytes, weights_bytes
from convcalc.analysis.memory import living_bytes
from convcalc.dtypes import bits_of
from convcalc.graph import Graph, Node
from convcalc.sweep.fields import Fields, KnownFields, fields_of
from convcalc.sweep.numbers import Numbers, column
from convcalc.sweep.pool import Pool

Figure = Any  # a column, or one number for all points


@dataclass(slots=True)
class Figures:
    """What a graph of columns costs, for a batch."""

    graph: Graph
    pool: Pool
    batch: int
    dtype: str
    known_fields: KnownFields = field(default_factory=dict)
    _known: dict[str, Figure] = field(default_factory=dict)
    _shares: dict[object, Figure] = field(default_factory=dict)

    def __getitem__(self, metric: str) -> Figure:
        """The metric of that name."""
        if metric not in self._known:
            self._known[metric] = METRICS[metric](self)
        return self._known[metric]

    def quantity(self, name: str) -> Figure:
        """The sum of a quantity over all operators."""
        nodes = [one for one in self.graph.nodes if name == "params" or not one.train_only]
        return total(self._share(node, name, self._quantity) for node in nodes)

    def weights(self) -> Figure:
        """Of all operators. [B]"""
        return total(self._share(node, "weights", self._weights) for node in self.graph.nodes)

    def traffic(self) -> Figure:
        """Of all operators that run. [B]"""
        nodes = [one for one in self.graph.nodes if not one.train_only]
        moved = total(self._share(node, "moved", self._moved) for node in nodes)
        return moved + total(self._share(node, "weights", self._weights) for node in nodes)

    def _share(self, node: Node, name: str, ask: Callable[[Node, str], Figure]) -> Figure:
        """What one operator adds; networks repeat their layers, and equal ones are asked once."""
        key = name, id(node.op), node.in_shapes
        if key not in self._shares:
            self._shares[key] = ask(node, name)
        return self._shares[key]

    def _quantity(self, node: Node, name: str) -> Figure:
        workings = node.op.workings(node.in_shapes, node.output, self.batch)
        return next((one.value for one in workings if one.quantity == name), 0)

    def _weights(self, node: Node, name: str) -> Figure:
        del name
        return weights_bytes(node, bits_of(self.dtype))

    def _moved(self, node: Node, name: str) -> Figure:
        del name
        return moved_bytes(node, self.batch, bits_of(self.dtype))

    def peak(self) -> Figure:
        """The largest sum of tensors that live together. [B]"""
        return largest(living_bytes(self.graph, batch=self.batch, dtype=self.dtype))

    def intensity(self) -> Figure:
        """Work per byte moved, 0 where nothing moves. [FLOP/B]"""
        flops, traffic = self["flops"], self["traffic_bytes"]
        if not isinstance(flops, Numbers) and not isinstance(traffic, Numbers):
            return flops / traffic if traffic else 0.0
        above, below = _array(flops), _array(traffic)
        moved = below != 0
        return column(np.where(moved, above / np.where(moved, below, 1), 0.0), self.pool)

    def fields(self) -> Fields:
        """What an output sees of the input."""
        if "fields" not in self._known:
            self._known["fields"] = fields_of(self.graph, self.pool, self.known_fields)
        return self._known["fields"]  # type: ignore[no-any-return]


METRICS: Mapping[str, Callable[[Figures], Figure]] = {
    "params": lambda of: of.quantity("params"),
    "macs": lambda of: of.quantity("macs"),
    "effective_macs": lambda of: of.quantity("effective_macs"),
    "flops": lambda of: FLOPS_PER_MAC * of["macs"],
    "weights_bytes": Figures.weights,
    "activations": lambda of: of.quantity("activations"),
    "peak_activation_bytes": Figures.peak,
    "traffic_bytes": Figures.traffic,
    "intensity": Figures.intensity,
    "receptive_field": lambda of: of.fields().receptive_field,
    "receptive_field_smallest": lambda of: of.fields().receptive_field_smallest,
    "jump": lambda of: of.fields().jump,
    "offset": lambda of: of.fields().offset,
}


def _array(value: Figure) -> Any:  # noqa: ANN401 — an array or a number
    return value.array if isinstance(value, Numbers) else value


def _by_grid(values: Iterable[Figure]) -> dict[tuple[int, ...], list[Figure]]:
    """The values of one grid together, the small grids first."""
    found: dict[tuple[int, ...], list[Figure]] = {}
    for value in values:
        found.setdefault(value.array.shape if isinstance(value, Numbers) else (), []).append(value)
    return {shape: found[shape] for shape in sorted(found, key=lambda one: (np.prod(one), one))}


def total(values: Iterable[Figure]) -> Figure:
    """The sum; what hangs on few axes is added up before it meets more."""
    found: Figure = 0
    for some in _by_grid(values).values():
        found = found + sum(some)
    return found


def largest(values: Iterable[Figure]) -> Figure:
    """The largest of the values at each point."""
    found: Figure = 0
    for some in _by_grid(values).values():
        for one in {id(value): value for value in some}.values():
            found = _larger(found, one)
    return found


def _larger(one: Figure, other: Figure) -> Figure:
    if not isinstance(one, Numbers) and not isinstance(other, Numbers):
        return max(one, other)
    known = one if isinstance(one, Numbers) else other
    ends = [value.ends if isinstance(value, Numbers) else (value, value) for value in (one, other)]
    if ends[0][0] >= ends[1][1]:
        return one
    if ends[1][0] >= ends[0][1]:
        return other
    both = max(ends[0][0], ends[1][0]), max(ends[0][1], ends[1][1])
    return column(np.maximum(_array(one), _array(other)), known.pool, both)
