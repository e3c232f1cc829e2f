"""Functions that exporters write out in parts: put together again, as one operator.

An activation in five operators would be read and written five times; it is not what a network
does, but what an operator set lacked.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from convcalc.network.onnx.model import Node

# A name stands for a tensor, the same everywhere; a number for a constant; else operator, inputs.
Part: TypeAlias = "str | float | tuple[object, ...]"

_EITHER_WAY = {"Add", "Mul"}
_TOLERANCE = 1e-3  # constants are written with as few digits as that
_PLUS_ERF = ("Add", ("Erf", ("Div", "x", math.sqrt(2))), 1.0)
_PLUS_ERF_TIMES = ("Add", ("Erf", ("Mul", "x", math.sqrt(0.5))), 1.0)
_CLIPPED = ("Clip", ("Add", "x", 3.0), 0.0, 6.0)
_CENTRED = ("Sub", "x", ("ReduceMean", "x"))
_DEVIATION = ("Sqrt", ("Add", ("ReduceMean", ("Pow", _CENTRED, 2.0)), "eps"))
_NORMED = ("Add", ("Mul", ("Div", _CENTRED, _DEVIATION), "scale"), "shift")

PATTERNS: Mapping[str, Sequence[Part]] = {
    "Swish": [("Mul", "x", ("Sigmoid", "x"))],
    "Mish": [("Mul", "x", ("Tanh", ("Softplus", "x")))],
    "HardSwish": [
        ("Mul", "x", ("HardSigmoid", "x")),
        ("Div", ("Mul", "x", _CLIPPED), 6.0),
        ("Mul", ("Mul", "x", _CLIPPED), 1 / 6),
        ("Mul", "x", ("Div", _CLIPPED, 6.0)),
    ],
    "HardSigmoid": [("Div", _CLIPPED, 6.0)],
    "Gelu": [
        shape
        for erf in (_PLUS_ERF, _PLUS_ERF_TIMES)
        for shape in (
            ("Mul", ("Mul", "x", erf), 0.5),
            ("Mul", "x", ("Mul", erf, 0.5)),
            ("Mul", ("Mul", "x", 0.5), erf),
        )
    ],
    "LayerNormalization": [_NORMED],
}
_ATTRIBUTES = {"eps": "epsilon"}  # names that stand for numbers, and what an operator calls them
_SLOPE = 1 / 6  # that of PyTorch's hardsigmoid; ONNX's own is 0.2
_TELLING = {"Erf", "Sigmoid", "HardSigmoid", "Softplus", "Clip", "Sqrt"}


@dataclass(slots=True)
class _Match:
    """What a pattern's names stand for, and the nodes that it takes."""

    names: dict[str, str] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)


class Patterns:
    """Finds patterns in a list of nodes."""

    def __init__(
        self,
        nodes: Sequence[Node],
        number: Callable[[str], float | None],
        kept: Collection[str],
    ) -> None:
        self._nodes, self._number, self._kept = nodes, number, kept
        self._writers = {name: node for node in nodes for name in node.outputs}
        self._readers = defaultdict[str, set[int]](set)
        for node in nodes:
            for name in node.inputs:
                self._readers[name].add(id(node))

    def joined(self) -> list[Node]:
        """The nodes, each pattern as one where its last node stood."""
        if not any(node.op in _TELLING for node in self._nodes):
            return list(self._nodes)
        new: dict[int, Node] = {}
        gone = set[int]()
        for node in reversed(self._nodes):
            if id(node) in gone or not node.outputs:
                continue
            for made, match in self._found(node):
                gone.update(id(one) for one in match.nodes)
                new[id(node)] = made
                break
        kept = [node for node in self._nodes if id(node) in new or id(node) not in gone]
        return [new.get(id(node), node) for node in kept]

    def _found(self, node: Node) -> Iterator[tuple[Node, _Match]]:
        for op, parts in PATTERNS.items():
            for part in parts:
                match = _Match()
                if self._matches(part, node.outputs[0], match) and self._alone(node, match):
                    yield _made(op, node, match, self._told(match)), match

    def _told(self, match: _Match) -> dict[str, float]:
        """The numbers that became attributes."""
        found = {told: self._number(match.names[name])
                 for name, told in _ATTRIBUTES.items() if name in match.names}  # fmt: skip
        return {told: number for told, number in found.items() if number is not None}

    def _alone(self, last: Node, match: _Match) -> bool:
        """Whether nobody else reads what is between, and the norm is over the last axis."""
        inside = {id(one) for one in match.nodes}
        between = [name for one in match.nodes if one is not last for name in one.outputs]
        return all(
            name not in self._kept and self._readers[name] <= inside for name in between
        ) and all(map(_usual, match.nodes))

    def _matches(self, part: object, name: str, match: _Match) -> bool:
        if isinstance(part, str):
            if part in _ATTRIBUTES and self._number(name) is None:
                return False
            return match.names.setdefault(part, name) == name
        if isinstance(part, float):
            value = self._number(name)
            return value is not None and abs(value - part) < _TOLERANCE
        assert isinstance(part, tuple)  # noqa: S101 — there are no other parts
        node = self._writers.get(name)
        op, *inputs = part
        if node is None or node.op != op or node.domain or len(node.outputs) != 1:
            return False
        for order in _orders(node, len(inputs)):
            tried = _Match(dict(match.names), [*match.nodes, node])
            if all(self._matches(one, given, tried) for one, given in zip(inputs, order)):  # noqa: B905 — axes may follow
                match.names, match.nodes = tried.names, tried.nodes
                return True
        return False


def _orders(node: Node, wanted: int) -> Iterator[tuple[str, ...]]:
    """The inputs as they stand, and the other way round where that is the same."""
    if len(node.inputs) >= wanted:
        yield node.inputs
        if node.op in _EITHER_WAY:
            yield node.inputs[::-1]


def _usual(node: Node) -> bool:
    """Whether a mean is over the last axis, and a slope is PyTorch's."""
    if node.op == "ReduceMean":
        return node.attributes.get("axes") == (-1,) and node.attributes.get("keepdims", 1) == 1
    if node.op == "HardSigmoid":
        slope = node.attributes.get("alpha", 0.2)
        return isinstance(slope, float) and abs(slope - _SLOPE) < _TOLERANCE
    return True


def _made(op: str, last: Node, match: _Match, numbers: Mapping[str, float]) -> Node:
    """The operator in place of its parts, named after the last."""
    inputs = [match.names[name] for name in ("x", "scale", "shift") if name in match.names]
    attributes = {"axis": -1} if op == "LayerNormalization" else {}
    slope = {"alpha": _SLOPE} if op == "HardSigmoid" else {}
    module, slash, _ = last.name.rpartition("/")
    return replace(
        last,
        op=op,
        name=f"{module}{slash}{op}" if slash else last.name,
        inputs=tuple(inputs),
        attributes={**attributes, **slope, **numbers},
    )
