"""The numbers of a layer or a network as a tool counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from convcalc.analysis.cost import FLOPS_PER_MAC, GraphCost, OpCost, summed
from convcalc.analysis.network_cost import NetworkCost
from convcalc.conventions.convention import Counted, Difference, Part
from convcalc.conventions.folding import Folding, folding
from convcalc.conventions.tool import FLOP, Count, Tool
from convcalc.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class OpByTool(OpCost):
    """An operator's share as a tool counts it."""

    work: int  # [FLOP]

    @property
    def flops(self) -> int:
        """What the tool calls FLOPs, or two per MAC of its own. [FLOP]"""
        return self.work


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkByTool(NetworkCost):
    """A network as a tool counts it."""

    work: int  # [FLOP]

    @property
    def flops(self) -> int:
        """What the tool calls FLOPs, or two per MAC of its own. [FLOP]"""
        return self.work


def count(tool: Tool, cost: GraphCost, graph: Graph | None = None) -> Count:
    """What the tool says of a layer, or of a network whose graph is given.

    >>> from convcalc.conventions.thop import THOP
    >>> from convcalc.variants import ConvTranspose
    >>> layer = ConvTranspose(out_channels=32, kernel_size=4, stride=2, padding=1)
    >>> count(THOP, layer.cost((64, 16, 16))).number  # 4 times too much
    33554432
    """
    return tool.count(cost.ops, cost.batch, folding(graph) if graph else Folding())


def by_tool(tool: Tool, cost: GraphCost, graph: Graph | None = None) -> Counted:
    """The same as a convention's numbers beside ours."""
    found = count(tool, cost, graph)
    if found.number is None:
        missing = ", ".join(found.unknown)
        return Counted(tool.name, (), f"{tool.name} gives no number for {missing}; these are ours")
    metric, ours = ("flops", cost.flops) if tool.unit == FLOP else ("macs", cost.macs)
    one = Difference(metric, found.number, ours, formula(found), _why(found), found.parts)
    return Counted(tool.name, (one,))


def formula(found: Count) -> str:
    """Ours and the parts.

    >>> from convcalc.conventions.ptflops import PTFLOPS
    >>> from convcalc.variants import Conv
    >>> layer = Conv(out_channels=8, kernel_size=3)
    >>> formula(count(PTFLOPS, layer.cost((3, 32, 32))))
    '194,400 + 7,200 bias'
    """
    factor = f"{found.tool.factor} × " if found.tool.factor != 1 else ""
    return " ".join([f"{factor}{found.ours:,}", *map(signed, _counted(found))])


def signed(part: Part) -> str:
    """A part with its sign, such as `+ 7,200 bias`."""
    sign = "+" if part.amount >= 0 else "−"
    return f"{sign} {abs(part.amount):,} {part.name}"


def _counted(found: Count) -> Iterator[Part]:
    """The parts that rules make, without the factor."""
    return (part for part in found.parts if not part.name.startswith("×"))


def _why(found: Count) -> str:
    tool = found.tool
    word = [f"what it calls {tool.calls_it} is {tool.unit}"] if tool.misnamed else []
    return "; ".join([*word, *[part.why for part in found.parts if part.why]])


def network_by_tool(tool: Tool, cost: NetworkCost, graph: Graph) -> NetworkCost:
    """The network's cost with the tool's number in place of ours, operator by operator."""
    found = count(tool, cost, graph)
    if found.number is None:
        return cost
    ops = tuple(_op(tool, op, number) for op, number in zip(cost.ops, found.each, strict=True))
    kept = {one.name: getattr(cost, one.name) for one in fields(cost)}
    work = sum(op.flops for op in ops)
    return NetworkByTool(**kept | {"ops": ops} | summed(ops), work=work)


def _op(tool: Tool, op: OpCost, number: int) -> OpCost:
    kept = {one.name: getattr(op, one.name) for one in fields(op)}
    if tool.unit == FLOP:
        return OpByTool(**kept, work=number)
    return OpByTool(**kept | {"macs": number}, work=FLOPS_PER_MAC * number)
