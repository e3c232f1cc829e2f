"""What all rules find in a network: in the order of its file, copies told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from convcalc.advice.advice import Rule
from convcalc.advice.network import Network, NetworkRule
from convcalc.errors import Place
from convcalc.graph import Graph


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule finds in one node, or in several that are copies of each other.

    >>> print(Finding("CC510", "head.conv", "padding is for nothing", None, ("head.conv",)))
    note[CC510]: head.conv: padding is for nothing
    """

    code: str
    path: str  # of copies: numbers that differ are stars
    message: str
    place: Place | None
    paths: tuple[str, ...]  # of each copy, in order

    @property
    def count(self) -> int:
        """In how many nodes it is found."""
        return len(self.paths)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        times = f" ({self.count} times)" if self.count > 1 else ""
        return f"{where}note[{self.code}]: {self.path}{times}: {self.message}"


def findings(
    network: Network, rules: Mapping[str, Rule], network_rules: Mapping[str, NetworkRule]
) -> tuple[Finding, ...]:
    """What the rules find, in the order of the nodes, then of the codes."""
    found = [
        *_of_operators(network, rules),
        *[(at, code, text) for code, rule in network_rules.items() for at, text in rule(network)],
    ]
    return tuple(_merged(network.graph, sorted(found)))


def _of_operators(network: Network, rules: Mapping[str, Rule]) -> Iterator[tuple[int, str, str]]:
    """Rules on one operator, asked of all of them; of equal ones once."""
    told: dict[object, list[tuple[str, str]]] = {}
    for at, op in enumerate(network.cost.ops):
        node = op.node
        key = (node.op.name, *node.spec.fields().values(), node.in_shapes, node.train_only)
        if key not in told:
            told[key] = [(code, text) for code, rule in rules.items() if (text := rule(op))]
        yield from [(at, code, text) for code, text in told[key]]


class _Told(NamedTuple):
    """What copies of one layer have in common."""

    code: str
    message: str
    place: Place | None
    words: tuple[str, ...]  # of the path, numbers left out


def _merged(graph: Graph, found: Iterable[tuple[int, str, str]]) -> Iterator[Finding]:
    """Equal sentences about one place and paths that differ in numbers only are one finding."""
    copies: dict[_Told, list[str]] = {}
    for at, code, message in found:
        node = graph.nodes[at]
        words = tuple(["*" if word.isdigit() else word for word in node.path.split(".")])
        copies.setdefault(_Told(code, message, node.place, words), []).append(node.path)
    for told, paths in copies.items():
        yield Finding(told.code, _shared(paths), told.message, told.place, tuple(paths))


def _shared(paths: Sequence[str]) -> str:
    """The path of all copies, a star for each number that differs.

    >>> _shared(["layer1.0.conv", "layer1.2.conv"])
    'layer1.*.conv'
    """
    words = zip(*[path.split(".") for path in paths], strict=True)
    return ".".join([each[0] if len(set(each)) == 1 else "*" for each in words])
