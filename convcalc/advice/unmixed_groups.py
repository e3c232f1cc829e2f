"""CC504: groups that stay among themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from convcalc.advice.network import Network, Remark
from convcalc.analysis.channel_reach import ChannelReach, Reach
from convcalc.graph import Graph, Node


class _Stack(NamedTuple):
    """Grouped convolutions in a row, with nothing between them that mixes all channels."""

    source: int  # the tensor whose channels are counted
    first: int
    last: int
    convolutions: int
    widest: int  # the most channels of the source that an output of the last one knows


def unmixed_groups(network: Network) -> Iterator[Remark]:
    """Grouped convolutions one behind the other mix nothing.

    Why: each output sees only the channels of its own group, as if the network were several
    narrow ones side by side (Zhang et al., arXiv:1707.01083, figure 1a). Depthwise
    convolutions are left alone: pointwise ones mix what they keep apart.
    Example: - conv: {out: 64, k: 3, groups: 4}, with repeat: 2
    Fix: put a channel shuffle or a pointwise convolution between them.
    """
    graph = network.graph
    if sum(map(_is_grouped, graph.nodes)) > 1:
        reach = ChannelReach(graph)
        for stack in _unmixed(graph, reach):
            yield Remark(stack.last, _told(graph, stack, reach.size(stack.source)))


def _is_grouped(node: Node) -> bool:
    groups = getattr(node.op, "groups", 1)
    return node.op.weighs and 1 < groups < node.in_shapes[0][0]


def _unmixed(graph: Graph, reach: ChannelReach) -> Iterator[_Stack]:
    """The longest stacks, by their last convolution."""
    found: dict[int, _Stack] = {}
    stacks: list[_Stack | None] = [None] * len(graph.inputs)
    for at, node in enumerate(graph.nodes):
        own = reach.found[len(graph.inputs) + at]
        stack = _before([stacks[tensor] for tensor in node.inputs], own)
        if _is_grouped(node) and own.source < len(graph.inputs) + at:
            before, stack = stack, _longer(stack, at, own)
            if before and own.widest <= max(before.widest, _alone(node, reach, own)):
                found.pop(before.last, None)
                found[at] = stack
        stacks.append(stack)
    yield from found.values()


def _before(stacks: list[_Stack | None], own: Reach) -> _Stack | None:
    """The longest stack that leads here, unless all has been mixed since."""
    same = [stack for stack in stacks if stack and stack.source == own.source]
    return max(same, key=lambda stack: stack.convolutions, default=None)


def _longer(before: _Stack | None, at: int, own: Reach) -> _Stack:
    first, convolutions = (before.first, before.convolutions) if before else (at, 0)
    return _Stack(own.source, first, at, convolutions + 1, own.widest)


def _alone(node: Node, reach: ChannelReach, own: Reach) -> int:
    """What an output would know if only this convolution kept channels apart."""
    return reach.size(own.source) // getattr(node.op, "groups", 1)


def _told(graph: Graph, stack: _Stack, channels: int) -> str:
    return (
        f"{stack.convolutions} grouped convolutions in a row, from {graph.nodes[stack.first].path}"
        f" on, mix nothing: an output sees {stack.widest} of {channels} channels; put a shuffle or"
        " a pointwise convolution between them"
    )
