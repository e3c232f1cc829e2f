"""The shapes on the way to a tensor, for messages about shapes."""

from __future__ import annotations

from convcalc.graph import Builder
from convcalc.notation import show_tuple

_SHOWN = 4


def chain(build: Builder, tensor: int, inputs: tuple[str, ...]) -> str:
    """The last tensors before this one, along first inputs, and this one; nothing where it is none.

    >>> from convcalc.ops import Conv
    >>> build = Builder((3, 8, 8))
    >>> x = build.add("stem", Conv(out_channels=4, kernel_size=3), 0)
    >>> chain(build, x, ("input",))
    'the way here: input 3x8x8 -> stem 4x6x6'
    """
    if tensor < 0:  # no tensor, or several
        return ""
    way: list[str] = []
    while tensor >= len(inputs) and len(way) < _SHOWN:
        node = build.node(tensor)
        way.append(f"{node.path} {show_tuple(node.output)}")
        tensor = node.inputs[0]
    if tensor < len(inputs):
        way.append(f"{inputs[tensor]} {show_tuple(build.shape(tensor))}")
    else:
        way.append("…")
    return "the way here: " + " -> ".join(reversed(way))
