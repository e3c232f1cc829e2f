"""The answer for a network: what adds up over its operators, and what is of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from convcalc.analysis.cost import GraphCost, op_costs, summed
from convcalc.analysis.field_end import field_tensor
from convcalc.analysis.memory import Peak, peak
from convcalc.analysis.receptive_field import receptive_field
from convcalc.collector import collector_off
from convcalc.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkCost(GraphCost):
    """What a network costs. Units and definitions as in docs/counting.md."""

    peak: Peak
    field_at: str | None  # the path of the operator after which fields are asked; none: the input
    receptive_field: tuple[int, ...]  # along each axis, as all that follows
    receptive_field_smallest: tuple[int, ...]
    jump: tuple[Fraction, ...]
    offset: tuple[int, ...]

    @property
    def peak_activation_bytes(self) -> int:
        """The largest sum of tensors that live together. [B]"""
        return self.peak.bytes

    def single(self, metric: str) -> int | Fraction | None:
        """A metric as one number: of several axes the smallest; None where there is no axis.

        >>> from convcalc.graph import Builder
        >>> from convcalc.ops import Conv
        >>> build = Builder((3, 32, 32))
        >>> graph = build.graph(build.add("conv", Conv(out_channels=8, kernel_size=(3, 5)), 0))
        >>> cost = network_cost(graph, batch=1, dtype="fp32")
        >>> cost.single("params"), cost.single("receptive_field")
        (368, 3)
        """
        if metric == "intensity":  # exactly
            return Fraction(self.flops, self.traffic_bytes or 1)
        value: int | tuple[int | Fraction, ...] = getattr(self, metric)
        return min(value, default=None) if isinstance(value, tuple) else value


@collector_off()
def network_cost(graph: Graph, *, batch: int, dtype: str) -> NetworkCost:
    """What a network costs.

    >>> from convcalc.graph import Builder
    >>> from convcalc.ops import Conv
    >>> build = Builder((3, 32, 32))
    >>> x = build.add("conv", Conv(out_channels=8, kernel_size=3, stride=2, padding=1), 0)
    >>> x = build.add("again", Conv(out_channels=8, kernel_size=3, padding=1), x)
    >>> cost = network_cost(build.graph(x), batch=1, dtype="fp32")
    >>> cost.macs, cost.peak_activation_bytes, cost.receptive_field
    (202752, 20480, (7, 7))
    """
    ops = op_costs(graph, batch=batch, dtype=dtype)
    fields = receptive_field(graph)
    return NetworkCost(
        batch=batch,
        dtype=dtype,
        ops=ops,
        peak=peak(graph, batch=batch, dtype=dtype),
        field_at=_path(graph, field_tensor(graph)),
        receptive_field=tuple([field.size for field in fields]),
        receptive_field_smallest=tuple([field.smallest for field in fields]),
        jump=tuple([field.jump for field in fields]),
        offset=tuple([field.offset for field in fields]),
        **summed(ops),
    )


def _path(graph: Graph, tensor: int) -> str | None:
    """The path of the operator that writes a tensor."""
    node = tensor - len(graph.inputs)
    return graph.nodes[node].path if node >= 0 else None
