"""Which tensors live at the same time, and how many bytes they are at the most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from operator import itemgetter

from convcalc.analysis.cost import tensor_bytes
from convcalc.dtypes import bits_of
from convcalc.graph import Graph, Node


@dataclass(frozen=True, slots=True)
class Living:
    """A tensor in memory, by its number, and its bytes."""

    tensor: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Peak:
    """The moment at which most bytes live."""

    bytes: int
    node: Node | None  # what runs then; nothing in a graph of no operators
    living: tuple[Living, ...]  # in the order in which they were written


def peak_activation_bytes(graph: Graph, *, batch: int, dtype: str) -> int:
    """The largest sum of live tensors while the nodes run in order. [B]

    An operator's inputs and output live together, and a tensor dies after its last reader;
    nothing is written in place. Views live in what they view, until the last reader of any of
    them. Network inputs and outputs count, nodes that only training runs do not.

    >>> from convcalc.variants import Conv
    >>> stem = Conv(out_channels=64, kernel_size=7, stride=2, padding=3)
    >>> peak_activation_bytes(stem.graph((3, 224, 224)), batch=1, dtype="fp32")
    3813376
    """
    return peak(graph, batch=batch, dtype=dtype).bytes


def peak(graph: Graph, *, batch: int, dtype: str) -> Peak:
    """The first moment at which most bytes live, and which tensors these are.

    >>> from convcalc.variants import Bottleneck
    >>> found = peak(Bottleneck(out_channels=8, mid=2).graph((8, 5, 5)), batch=1, dtype="fp32")
    >>> found.node.path, [(one.tensor, one.bytes) for one in found.living]
    ('add', [(0, 800), (5, 800), (6, 800)])
    """
    lives = _lives(graph, batch, bits_of(dtype))
    moment, most = max(_sums(graph, lives), key=itemgetter(1), default=(0, 0))
    living = [
        Living(tensor, life.bytes)
        for tensor, life in enumerate(lives)
        if life.bytes and life.first <= moment <= life.last
    ]
    if not most:  # nothing runs: what was given is all there is
        return Peak(sum([one.bytes for one in living]), None, tuple(living))
    return Peak(most, graph.nodes[moment], tuple(living))


def living_bytes(graph: Graph, *, batch: int, dtype: str) -> Iterator[int]:
    """The bytes that live while each node runs, or those given where nothing does. [B]"""
    lives = _lives(graph, batch, bits_of(dtype))
    yield sum([life.bytes for life in lives[: len(graph.inputs)]])
    yield from [most for _, most in _sums(graph, lives)]


class _Life:
    """From which node to which a tensor lives, those of its views included."""

    __slots__ = ("bytes", "first", "last")

    def __init__(self, size: int, first: int) -> None:
        self.bytes = size
        self.first = self.last = first


def _lives(graph: Graph, batch: int, bits: int) -> list[_Life]:
    """Of each tensor; a view has the life of what it views, and no bytes of its own.

    What nobody reads lives while it is written, inputs while the first node runs.
    """
    size = cache(partial(tensor_bytes, batch=batch, bits=bits))
    lives = [_Life(size(shape), 0) for shape in graph.inputs]
    viewed = list(lives)  # whose memory it is
    for at, node in enumerate(graph.nodes):
        counted = 0 if node.op.is_view or node.train_only else size(node.output)
        lives.append(_Life(counted, at))
        viewed.append(viewed[node.inputs[0]] if node.op.is_view else lives[-1])
        if not node.train_only:
            for tensor in (*node.inputs, len(lives) - 1):
                viewed[tensor].last = at
    for tensor in graph.outputs:
        if tensor < len(graph.inputs) or not graph.nodes[tensor - len(graph.inputs)].train_only:
            viewed[tensor].last = len(graph.nodes)
    return lives


def _sums(graph: Graph, lives: list[_Life]) -> Iterator[tuple[int, int]]:
    """For each node, by number, the bytes that live while it runs."""
    dying = Counter[int]()
    for life in lives:
        dying[life.last] += life.bytes
    first = len(graph.inputs)
    living = sum([life.bytes for life in lives[:first]])
    for at, life in enumerate(lives[first:]):
        living = living + life.bytes
        yield at, living
        living = living - dying[at]
