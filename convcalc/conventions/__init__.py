"""What others count: each convention a small table, held against our definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convcalc.conventions.convention import Counted
from convcalc.errors import InputError, nearest
from convcalc.table import Table
from convcalc.variants.layer_cost import LayerCost

if TYPE_CHECKING:
    from collections.abc import Callable

    from convcalc.analysis.network_cost import NetworkCost
    from convcalc.conventions.tool import Tool
    from convcalc.graph import Graph

    Convention = Tool | Callable[[LayerCost], Counted]

TOOLS: Table[Tool] = Table(
    __name__,
    {
        "torch": "torch:TORCH",
        "torchvision": "torchvision:TORCHVISION",
        "fvcore": "fvcore:FVCORE",
        "ptflops": "ptflops:PTFLOPS",
        "thop": "thop:THOP",
        "torchinfo": "torchinfo:TORCHINFO",
        "onnx-tool": "onnx_tool:ONNX_TOOL",
        "deepspeed": "deepspeed:DEEPSPEED",
    },
)
TEXTBOOK = "textbook"
CONVENTIONS = (*TOOLS, TEXTBOOK)


def known(name: str) -> str:
    """The name, if it is that of a convention. Raises InputError, with the nearest name."""
    if name not in CONVENTIONS:
        hint = nearest(name, CONVENTIONS) or f"; use {', '.join(CONVENTIONS)}"
        raise InputError("CC107", f'convention "{name}" is not known{hint}')
    return name


def about(name: str) -> str:
    """What there is to say of a convention."""
    if name in TOOLS:
        from convcalc.conventions.described import described  # noqa: PLC0415 — only if asked

        return described(TOOLS[name])
    from convcalc.conventions.textbook import textbook  # noqa: PLC0415 — likewise

    return textbook.__doc__ or ""


def counted(name: str, cost: LayerCost) -> Counted:
    """A layer's cost by the convention of that name."""
    if known(name) in TOOLS:
        from convcalc.conventions.by_tool import by_tool  # noqa: PLC0415 — only if asked

        return by_tool(TOOLS[name], cost)
    from convcalc.conventions.textbook import textbook  # noqa: PLC0415 — likewise

    return textbook(cost)


def counted_network(name: str, cost: NetworkCost, graph: Graph) -> tuple[Counted, NetworkCost]:
    """What the convention says of a network, and its cost with those numbers in it."""
    if known(name) in TOOLS:
        from convcalc.conventions.by_tool import by_tool, network_by_tool  # noqa: PLC0415 — likewise

        tool = TOOLS[name]
        return by_tool(tool, cost, graph), network_by_tool(tool, cost, graph)
    note = f"the {name} convention does not define networks; these are our own numbers"
    return Counted(name, (), note), cost
