"""What weighs most in a network, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from shlex import quote as shell

from convcalc.advice import NETWORK_ADVICE
from convcalc.advice.network import Network
from convcalc.analysis.cost import METRICS as ADDED
from convcalc.analysis.cost import OpCost
from convcalc.audit.judging.subject import Measured, Subject
from convcalc.audit.judging.wording import part, short

_SHOWN = 3
_AS_MACS = ("macs", "flops", "effective_macs")
_SAVING = "CC509"


def largest(measured: Measured) -> tuple[str, ...]:
    """Lines for a metric that is too high: the largest layers, and what to try."""
    subject, metric = measured.subject, measured.metric
    return (*_weights(subject, metric), *_tries(subject, metric))


def _weights(subject: Subject, metric: str) -> Iterator[str]:
    if metric == "peak_activation_bytes":
        yield from _peak(subject)
        return
    summed = "macs" if metric == "flops" else metric
    if summed not in ADDED:
        return
    ops = subject.cost.ops
    total = sum(getattr(op, summed) for op in ops)
    stages = groupby(ops, key=lambda op: op.node.path.partition(".")[0])
    groups = {path: sum(getattr(op, summed) for op in found) for path, found in stages}
    if len(groups) > 1:
        yield f"largest layers: {_ranked(summed, groups, total)}"
    single = {op.node.path: getattr(op, summed) for op in ops}
    if _largest(single.values()) != _largest(groups.values()):  # else the same are meant
        yield f"largest operators: {_ranked(summed, single, total)}"


def _largest(costs: Iterable[int]) -> list[int]:
    return sorted(costs, reverse=True)[:_SHOWN]


def _ranked(metric: str, costs: dict[str, int], total: int) -> str:
    ranked = sorted(costs, key=lambda path: -costs[path])[:_SHOWN]
    return ", ".join(
        f"{path} {short(metric, costs[path])} ({part(costs[path], total)})"
        for path in ranked
        if costs[path]
    )


def _peak(subject: Subject) -> Iterator[str]:
    peak = subject.cost.peak
    if peak.node is not None:
        sizes = " + ".join(short("peak_activation_bytes", one.bytes) for one in peak.living)
        yield f"the peak is while {peak.node.path} runs: {sizes} live together"


def _tries(subject: Subject, metric: str) -> Iterator[str]:
    if metric in _AS_MACS and (saving := _saving(subject)):
        yield saving
    words = ["convcalc net", shell(subject.network.file), *subject.flags]
    yield f"{' '.join(words)} --top 10 --sort {_sortable(metric)} shows more"


def _sortable(metric: str) -> str:
    return metric if metric in (*ADDED, "flops") else "activations"


def _saving(subject: Subject) -> str:
    """The dense convolution that a depthwise-separable form would relieve most."""
    network = Network(subject.network.graph, subject.cost)
    remarks = list(NETWORK_ADVICE[_SAVING](network))
    if not remarks:
        return ""
    op: OpCost = subject.cost.ops[remarks[0].at]
    return f"to try: {op.node.path}: {remarks[0].message}"
