"""Which channels meet: how many of a tensor's channels an output channel knows of.

Every tensor is followed back to its source, the last tensor before it of which each of its
channels knew all: a dense convolution is a source, since each of its outputs holds every
channel that it read. From there on sets of channels are carried along, as bits of integers,
one for each block of channels that know the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from math import gcd
from operator import or_
from typing import NamedTuple

from convcalc.graph import Graph, Node
from convcalc.ops.op import Shape
from convcalc.ops.wiring import Wiring

INPUTS = -1  # the channels of all inputs of a graph, one after the other
_MOST = 8192  # channels; wider tensors are not cut up, as if each channel knew all of it


class Reach(NamedTuple):
    """What of its source each channel of a tensor knows."""

    source: int  # a tensor, or INPUTS
    width: int  # so many channels in a row know the same
    masks: tuple[int, ...]  # for each such block the channels of the source, as bits

    @property
    def channels(self) -> int:
        """The number of channels of this tensor."""
        return self.width * len(self.masks)

    @property
    def widest(self) -> int:
        """The channels of the source that the best informed channel knows."""
        return max([mask.bit_count() for mask in set(self.masks)])

    def each(self) -> tuple[int, ...]:
        """The mask of every single channel."""
        return _in_blocks(self, 1)


class ChannelReach:
    """The reach of every tensor of a graph, by its number.

    >>> from convcalc.graph import Builder
    >>> from convcalc.ops import Conv, Shuffle
    >>> build = Builder((8, 5))
    >>> conv = Conv(out_channels=8, kernel_size=3, groups=2)
    >>> x = build.add("first", conv, 0)
    >>> apart = build.add("unshuffled", conv, x)
    >>> mixed = build.add("shuffled", conv, build.add("shuffle", Shuffle(groups=2), x))
    >>> reach = ChannelReach(build.graph(apart, mixed))
    >>> reach.of_inputs(apart).widest, reach.of_inputs(mixed).widest
    (4, 8)
    """

    def __init__(self, graph: Graph) -> None:
        inputs = [shape[0] for shape in graph.inputs]
        self._sizes = {INPUTS: sum(inputs)}  # of each source
        self._sources: dict[int, int] = {}  # what each of them knows all of
        self.found: list[Reach] = list(_given(inputs))
        for number, node in enumerate(graph.nodes, start=len(graph.inputs)):
            self.found.append(self._reach(number, node))

    def of_inputs(self, tensor: int) -> Reach:
        """What each channel of a tensor knows of the graph's inputs."""
        return self._lifted(self.found[tensor], INPUTS)

    def size(self, source: int) -> int:
        """The number of channels of a source."""
        size = self._sizes[source]
        return size if size <= _MOST else 1

    def _reach(self, number: int, node: Node) -> Reach:
        read = self._of_one_source([self.found[tensor] for tensor in node.inputs])
        wiring = node.op.wiring(node.in_shapes, node.output)
        source = read[0].source
        everything = _first(self.size(source))
        if not _is_mixed(node, wiring, [one.masks == (everything,) for one in read]):
            reach = FOLLOWED[wiring.kind](read, wiring, node.output)
            if any(mask != everything for mask in reach.masks):
                return reach
        self._sources[number] = source
        self._sizes[number] = node.output[0]
        return _identity(number, node.output[0])

    def _of_one_source(self, read: Sequence[Reach]) -> list[Reach]:
        """The same, counted from the last source that all of them have."""
        common = list(read)
        while len({reach.source for reach in common}) > 1:
            last = max(reach.source for reach in common)
            parent = self._sources[last]
            common = [self._lifted(one, parent) if one.source == last else one for one in common]
        return common

    def _lifted(self, reach: Reach, source: int) -> Reach:
        """The same, counted from an earlier source: each that lies between knows all of it."""
        at = reach.source
        while at > source:
            at = self._sources[at]
        if at == reach.source:
            return reach
        return Reach(at, reach.channels, (_first(self.size(at)),))


def _is_mixed(node: Node, wiring: Wiring, whole: Sequence[bool]) -> bool:
    """Whether every output knows all, because what it reads does or is too wide to ask."""
    if max(node.output[0], *[shape[0] for shape in node.in_shapes]) > _MOST:
        return True
    return any(whole) if wiring.kind == "groups" else all(whole)


def _given(inputs: Sequence[int]) -> Iterable[Reach]:
    """The inputs of a graph: every channel knows itself."""
    every, begin = _identity(INPUTS, sum(inputs)), 0
    for channels in inputs:
        one = every._replace(width=channels) if every.width > 1 else _cut(every, begin, channels)
        begin += channels
        yield one


def _identity(source: int, channels: int) -> Reach:
    """Every channel knows itself; of too many, each knows the only one there is."""
    return Reach(source, 1, _bits(channels)) if channels <= _MOST else Reach(source, channels, (1,))


@lru_cache(16)  # as many widths as a network has, so that its layers share them
def _bits(channels: int) -> tuple[int, ...]:
    return tuple([1 << i for i in range(channels)])


@lru_cache(256)
def _cuts(channels: int, groups: int) -> tuple[int, ...]:
    """So many channels, cut into groups."""
    each = channels // groups
    return tuple([_first(each) << each * group for group in range(groups)])


def _first(count: int) -> int:
    """The set of so many channels, from the first on."""
    return (1 << count) - 1


def _in_blocks(reach: Reach, width: int) -> tuple[int, ...]:
    """The masks for narrower blocks."""
    times = reach.width // width
    return reach.masks if times == 1 else tuple([m for m in reach.masks for _ in range(times)])


def _union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)


def _grouped(read: Sequence[Reach], wiring: Wiring, output: Shape) -> Reach:
    """Each group of outputs knows what any channel of its groups of inputs knows."""
    groups = wiring.number
    if groups == output[0] and {one.channels for one in read} == {groups}:
        return reduce(_overlaid, read)
    each = [_group_masks(one, groups) for one in read]
    masks = tuple([_union(masks) for masks in zip(*each, strict=True)])
    return Reach(read[0].source, output[0] // groups, masks)


def _group_masks(reach: Reach, groups: int) -> Sequence[int]:
    if reach.masks is _bits(reach.channels):
        return _cuts(reach.channels, groups)
    channels = reach.channels // groups
    width = gcd(channels, reach.width)
    masks, many = _in_blocks(reach, width), channels // width
    return [_union(masks[first : first + many]) for first in range(0, len(masks), many)]


def _overlaid(one: Reach, other: Reach) -> Reach:
    """Channel by channel what either knows."""
    width = gcd(one.width, other.width)
    pairs = zip(_in_blocks(one, width), _in_blocks(other, width), strict=True)
    masks = tuple([a | b for a, b in pairs])
    wide = one if one.width > other.width else other
    # A skip beside a group often adds nothing: blocks stay as wide as they were.
    return wide if masks == _in_blocks(wide, width) else Reach(one.source, width, masks)


def _dealt(read: Sequence[Reach], wiring: Wiring, output: Shape) -> Reach:
    """The first channel of every heap, then the second of every heap."""
    (only,) = read
    heap = output[0] // wiring.number
    masks = only.each()
    return Reach(only.source, 1, tuple([m for i in range(heap) for m in masks[i::heap]]))


def _joined(read: Sequence[Reach], wiring: Wiring, output: Shape) -> Reach:
    """One after the other."""
    del wiring, output
    width = gcd(*[one.width for one in read])
    masks = [mask for one in read for mask in _in_blocks(one, width)]
    return Reach(read[0].source, width, tuple(masks))


def _part(read: Sequence[Reach], wiring: Wiring, output: Shape) -> Reach:
    """Some channels in a row."""
    (only,) = read
    return _cut(only, wiring.number, output[0])


def _cut(reach: Reach, begin: int, channels: int) -> Reach:
    width = gcd(reach.width, begin, channels)
    first, many = begin // width, channels // width
    return Reach(reach.source, width, _in_blocks(reach, width)[first : first + many])


FOLLOWED: Mapping[str, Callable[[Sequence[Reach], Wiring, Shape], Reach]] = {
    "groups": _grouped,
    "deal": _dealt,
    "join": _joined,
    "part": _part,
}
