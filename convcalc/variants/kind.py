"""Which of the field's words apply to a layer."""

from __future__ import annotations

from collections.abc import Callable
from itertools import starmap
from typing import Any

from convcalc.graph import Graph, Node
from convcalc.ops.weighted import Weighted

_KINDS: dict[str, Callable[[Weighted, Node], bool]] = {
    "strided": lambda op, _: max(_each(op.stride)) > 1,
    "dilated": lambda op, _: max(_each(op.dilation)) > 1,
    "grouped": lambda op, _: op.groups > 1,
    "depthwise": lambda op, node: op.groups == node.in_shapes[0][0] > 1,
    "pointwise": lambda op, _: max(_each(op.kernel_size)) == 1,
}


def _each(values: Any) -> tuple[int, ...]:  # noqa: ANN401 — a spec's field
    """The values of a resolved operator: one for each axis."""
    return values  # type: ignore[no-any-return]


def kinds(graph: Graph) -> tuple[str, ...]:
    """Those words that apply to a convolution of the graph, or `standard`.

    >>> from convcalc.variants import Conv
    >>> kinds(Conv(out_channels=8, kernel_size=3, stride=2, groups=8).graph((8, 9, 9)))
    ('strided', 'grouped', 'depthwise')
    """
    convs = [(node.op, node) for node in graph.nodes if isinstance(node.op, Weighted)]
    found = tuple([kind for kind, applies in _KINDS.items() if any(starmap(applies, convs))])
    return found or ("standard",)
