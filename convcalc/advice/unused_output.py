"""CC511: work that nobody looks at."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.advice.network import Network, Remark


def unused_output(network: Network) -> Iterator[Remark]:
    """Nobody reads what an operator writes, and it is no output of the network.

    Why: its params and its work, and those of all that only lead to it, are for nothing.
    Example: - split: {into: [a, b]}, and only a is read
    Fix: read it, name it in outputs, or remove it.
    """
    ends = _ends(network)
    behind: dict[int, list[int]] = {}
    for at, end in ends.items():
        behind.setdefault(end, []).append(at)
    for end, lost in behind.items():
        if network.graph.nodes[end].train_only:
            continue
        told = f"nobody reads its output{_layers(len(lost) - 1)}{_cost(network, lost)}"
        yield Remark(end, f"{told}; read it, name it in outputs or remove it")


def _ends(network: Network) -> dict[int, int]:
    """For each node that leads to no output, a node behind it that nobody reads."""
    ends: dict[int, int] = {}
    for at in range(len(network.graph.nodes) - 1, -1, -1):
        readers = network.readers[network.tensor(at)]
        if all(reader in ends for reader in readers):
            ends[at] = ends[readers[0]] if readers else at
    return ends


def _layers(before: int) -> str:
    if not before:
        return ""
    return f", and {before} more {'layer leads' if before == 1 else 'layers lead'} only here"


def _cost(network: Network, lost: list[int]) -> str:
    ops = [network.cost.ops[at] for at in lost]
    costs = {"params": sum(op.params for op in ops), "MACs": sum(op.macs for op in ops)}
    told = [f"{number:,} {name}" for name, number in costs.items() if number]
    return f": {' and '.join(told)} for nothing" if told else ""
