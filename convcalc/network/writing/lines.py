"""A graph as lines: one for each operator, or for a convolution and what follows it at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from convcalc.errors import InputError
from convcalc.graph import Graph, Node
from convcalc.network import words
from convcalc.network.nested import ACT, CONV, NORM
from convcalc.network.uncounted import Uncounted, gathered
from convcalc.network.writing.arguments import follower, written
from convcalc.network.writing.names import Names
from convcalc.ops import OPS, Take
from convcalc.ops.weighted import Weighted

_FOLLOWERS = ((NORM, words.NORMS), (ACT, words.ACTIVATIONS))


@dataclass(frozen=True, slots=True)
class Line:
    """One layer: its path, what it is, and the tensors that it reads and writes."""

    path: str
    op: str
    text: str
    inputs: tuple[int, ...]
    output: int
    train_only: bool = False
    shared: bool = False


def lines_of(graph: Graph, inputs: tuple[str, ...]) -> list[Line]:
    """Every operator, under names of which there are no two.

    Raises InputError for operators that a network file does not have.
    """
    _require_words(graph)
    names = Names(inputs)
    return [replace(line, path=names.of(line.path)) for line in _folded(graph)]


def _require_words(graph: Graph) -> None:
    """Say all that cannot be written, not the first."""
    strange = [
        Uncounted(node.op.name, node.path, why)
        for node in graph.nodes
        for why, holds in (
            ("a network file has no such operator", node.op.name not in OPS),
            ("it reads nothing", not node.inputs),
            ("it makes an empty tensor", 0 in node.output and not isinstance(node.op, Take)),
        )
        if holds
    ]
    if strange:
        listed = "; ".join(map(str, gathered(strange)))
        raise InputError("CC143", f"it cannot be written as YAML: {listed}")


def readers(graph: Graph) -> Counter[int]:
    """How often each tensor is read, by operators or as an output."""
    found = Counter(tensor for node in graph.nodes for tensor in node.inputs)
    found.update(graph.outputs)
    return found


def _folded(graph: Graph) -> list[Line]:
    read, first = readers(graph), len(graph.inputs)
    found, at = [], 0
    while at < len(graph.nodes):
        run = _run(graph, at, read)
        found.append(_line(run, first + at))
        at += len(run)
    return found


def _run(graph: Graph, at: int, read: Counter[int]) -> list[Node]:
    """The operator, and those that its path says follow it, if nothing else reads between."""
    run = [graph.nodes[at]]
    home, dot, own = run[0].path.rpartition(".")
    if not dot or own != CONV or not isinstance(run[0].op, Weighted):
        return run
    for part, known in _FOLLOWERS:
        tensor = len(graph.inputs) + at + len(run) - 1
        after = graph.nodes[at + len(run)] if at + len(run) < len(graph.nodes) else None
        alone = after and after.inputs == (tensor,) and read[tensor] == 1
        said = after and after.path == f"{home}.{part}" and after.op.name in known
        if after and alone and said and _flags(after) == _flags(run[0]):
            run.append(after)
    return run


def _flags(node: Node) -> tuple[bool, bool]:
    return node.train_only, node.shared


def _line(run: list[Node], tensor: int) -> Line:
    first, *rest = run
    path = first.path.rpartition(".")[0] if rest else first.path
    followers = [(node.path.rpartition(".")[2], node.spec) for node in rest]
    texts = tuple([follower(part, spec) for part, spec in followers])
    normed = any(part == NORM for part, _ in followers)
    text = written(first.spec.terse(*first.in_shapes), texts, normed=normed)
    last = tensor + len(rest)
    return Line(path, first.op.name, text, first.inputs, last, *_flags(first))
