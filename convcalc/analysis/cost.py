"""What a graph costs: each operator by its formulas, and the sum."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from convcalc.dtypes import bits_of
from convcalc.formulas.tensor import elements, stored_bytes
from convcalc.graph import Graph, Node
from convcalc.ops.op import Shape

FLOPS_PER_MAC = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The metrics that add up over operators. Units as in docs/counting.md."""

    params: int
    macs: int
    effective_macs: int
    weights_bytes: int
    activations: int
    traffic_bytes: int

    @property
    def flops(self) -> int:
        """Two per MAC, nothing else. [FLOP]"""
        return FLOPS_PER_MAC * self.macs

    @property
    def intensity(self) -> float:
        """Work per byte moved, 0 where nothing moves. [FLOP/B]"""
        return self.flops / self.traffic_bytes if self.traffic_bytes else 0.0


METRICS = tuple(Totals.__dataclass_fields__)
_numbers = attrgetter(*METRICS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpCost(Totals):
    """One operator's share."""

    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphCost(Totals):
    """The cost of a graph for a batch, with its operators' shares in order."""

    batch: int
    dtype: str
    ops: tuple[OpCost, ...]


def graph_cost(graph: Graph, *, batch: int, dtype: str) -> GraphCost:
    """What a graph costs.

    >>> from convcalc.variants import Conv
    >>> layer = Conv(out_channels=64, kernel_size=7, stride=2, padding=3, bias=False)
    >>> graph_cost(layer.graph((3, 224, 224)), batch=1, dtype="fp32").macs
    118013952
    """
    ops = op_costs(graph, batch=batch, dtype=dtype)
    return GraphCost(batch=batch, dtype=dtype, ops=ops, **summed(ops))


def op_costs(graph: Graph, *, batch: int, dtype: str) -> tuple[OpCost, ...]:
    """Each operator's share, in order."""
    bits = bits_of(dtype)
    if len(graph.nodes) == 1:
        return (OpCost(node=graph.nodes[0], **_measured(graph.nodes[0], batch, bits)),)
    known: dict[object, dict[str, int]] = {}
    return tuple([_op_cost(node, batch, bits, known) for node in graph.nodes])


def summed(ops: tuple[OpCost, ...]) -> dict[str, int]:
    """The metrics of all operators together."""
    if not ops:
        return dict.fromkeys(METRICS, 0)
    if len(ops) == 1:
        return dict(zip(METRICS, _numbers(ops[0]), strict=True))
    return dict(zip(METRICS, map(sum, zip(*map(_numbers, ops), strict=True)), strict=True))


def _op_cost(node: Node, batch: int, bits: int, known: dict[object, dict[str, int]]) -> OpCost:
    """The share of a node; networks repeat their layers, and equal ones are asked once."""
    op, shapes = node.op, node.in_shapes
    flags = node.train_only, node.shared
    one = id(op), shapes, flags  # the graph keeps each operator, and so its id, alive
    if one not in known:
        alike = type(op), tuple(op.fields().values()), shapes, flags
        if alike not in known:
            known[alike] = _measured(node, batch, bits)
        known[one] = known[alike]
    return OpCost(node=node, **known[one])


def _measured(node: Node, batch: int, bits: int) -> dict[str, int]:
    cost = node.op.figures(node.in_shapes, node.output, batch)
    weights = weights_bytes(node, bits)
    held = 0 if node.shared else weights  # they are read again, and stored once
    if node.train_only:
        # Nothing of it runs when the network answers.
        cost = {"params": cost.get("params", 0)}
    return {
        "params": 0 if node.shared else cost.get("params", 0),
        "macs": cost.get("macs", 0),
        "effective_macs": cost.get("effective_macs", 0),
        "weights_bytes": held,
        "activations": cost.get("activations", 0),
        "traffic_bytes": 0 if node.train_only else weights + moved_bytes(node, batch, bits),
    }


def weights_bytes(node: Node, bits: int) -> int:
    """What an operator has learned; less than a byte each rounds up once a tensor. [B]"""
    return sum([stored_bytes(size, bits=bits) for size in node.op.weights(node.in_shapes)])


def moved_bytes(node: Node, batch: int, bits: int) -> int:
    """What an operator reads and writes; a view moves nothing. [B]"""
    moved = () if node.op.is_view else (*node.in_shapes, node.output)
    return sum([tensor_bytes(shape, batch, bits) for shape in moved])


def tensor_bytes(shape: Shape, batch: int, bits: int) -> int:
    """Bytes of a tensor. [B]"""
    return stored_bytes(elements(shape=shape, batch=batch), bits=bits)
