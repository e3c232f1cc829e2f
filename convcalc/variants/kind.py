"""Which of the field's words apply to a layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from convcalc.graph import Graph, Node
from convcalc.ops.weighted import Weighted

# Asked of a resolved operator, and of the channels that it reads.
_KINDS: dict[str, Callable[[Any, int], bool]] = {
    "strided": lambda op, _: max(op.stride) > 1,
    "dilated": lambda op, _: max(op.dilation) > 1,
    "grouped": lambda op, _: op.groups > 1,
    "depthwise": lambda op, channels: op.groups == channels > 1,
    "pointwise": lambda op, _: max(op.kernel_size) == 1,
}


def kinds(graph: Graph) -> tuple[str, ...]:
    """Those words that apply to a convolution of the graph, or `standard`.

    >>> from convcalc.variants import Conv
    >>> kinds(Conv(out_channels=8, kernel_size=3, stride=2, groups=8).graph((8, 9, 9)))
    ('strided', 'grouped', 'depthwise')
    """
    found = [_words(node) for node in graph.nodes if isinstance(node.op, Weighted)]
    if len(found) > 1:
        found[0] = [kind for kind in _KINDS if any(kind in words for words in found)]
    return tuple(*found[:1]) or ("standard",)


def _words(node: Node) -> list[str]:
    op, channels = node.op, node.in_shapes[0][0]
    return [kind for kind, applies in _KINDS.items() if applies(op, channels)]
