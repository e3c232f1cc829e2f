"""Advice on layers that can be run but are hardly meant as they are: one rule, one file.

A rule of ADVICE is a function from an operator with its cost to a sentence, or to nothing
where it has no fault to find. A rule of NETWORK_ADVICE looks at a whole network and gives
remarks on its nodes. The first line of its docstring says what the fault is; `Why`,
`Example` and `Fix` follow.
"""

from convcalc.advice.advice import Rule
from convcalc.advice.findings import Finding, findings
from convcalc.advice.network import Network, NetworkRule
from convcalc.analysis.cost import GraphCost
from convcalc.graph import Graph
from convcalc.table import Table

ADVICE: Table[Rule] = Table(
    __name__,
    {
        "CC501": "unread_input:unread_input",
        "CC502": "uneven_overlap:uneven_overlap",
        "CC506": "much_padding:much_padding",
        "CC507": "odd_channels:odd_channels",
        "CC508": "lopsided_padding:lopsided_padding",
        "CC510": "padded_pointwise:padded_pointwise",
    },
)

NETWORK_ADVICE: Table[NetworkRule] = Table(
    __name__,
    {
        "CC503": "equal_dilations:equal_dilations",
        "CC504": "unmixed_groups:unmixed_groups",
        "CC505": "redundant_bias:redundant_bias",
        "CC509": "separable_saving:separable_saving",
        "CC511": "unused_output:unused_output",
    },
)


def advise_graph(graph: Graph, cost: GraphCost) -> tuple[Finding, ...]:
    """What every rule finds in a network, in the order of its nodes; copies are told once.

    >>> from convcalc.analysis.cost import graph_cost
    >>> from convcalc.graph import Builder
    >>> from convcalc.ops import Conv
    >>> build = Builder((64, 14, 14))
    >>> graph = build.graph(build.add("head", Conv(out_channels=21, kernel_size=1), 0))
    >>> print(*advise_graph(graph, graph_cost(graph, batch=1, dtype="fp32")))
    note[CC507]: head: out_channels=21 is not a multiple of 8, which tensor units fill up with zeros; use 24
    """  # noqa: E501 — the message is one line
    return findings(Network(graph, cost), ADVICE, NETWORK_ADVICE)


__all__ = ["ADVICE", "NETWORK_ADVICE", "Finding", "NetworkRule", "Rule", "advise_graph"]
