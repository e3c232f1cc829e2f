"""One network as a sheet: its layers, what is left out, and the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convcalc.analysis.cost import FLOPS_PER_MAC
from convcalc.analysis.network_cost import NetworkCost
from convcalc.notation import show_tuple
from convcalc.notation.rounding import byte_text, percent, rounded
from convcalc.report.groups import Group, Selection, added, selected
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.sheet import Cell, Sheet

METRICS = (
    "params",
    "macs",
    "effective_macs",
    "flops",
    "weights_bytes",
    "activations",
    "traffic_bytes",
)
OWN = "convcalc"  # the convention unless another is asked for
_DEFAULT = ("params", "macs")
_TITLES = {
    "effective_macs": "effective macs",
    "weights_bytes": "weights B",
    "traffic_bytes": "traffic B",
}


@dataclass(frozen=True, slots=True)
class NetworkTable:
    """What is shown of networks: which layers, and which of their numbers."""

    selection: Selection
    columns: tuple[str, ...] = _DEFAULT
    batch: int = 1
    dtype: str = "fp32"
    convention: str = OWN
    layers: bool = True  # else only what a run confirmed is shown


def machine_rows(answer: NetworkAnswer, wanted: NetworkTable) -> list[list[Cell]]:
    """A row for each layer, exact, for CSV and plain text."""
    if answer.cost is None:
        return []
    shown, _ = selected(answer.cost.ops, wanted.selection)
    return [_machine_row(answer, group) for group in shown]


MACHINE_KEYS = ("network", "path", "op", "output", *METRICS)


def _machine_row(answer: NetworkAnswer, group: Group) -> list[Cell]:
    op = group.last.op.name if group.alone else ""
    numbers = [group.metrics[name] for name in METRICS]
    return [answer.name, group.path, op, show_tuple(group.last.output), *numbers]


def people_sheet(answer: NetworkAnswer, wanted: NetworkTable) -> Sheet:
    """The table that people read; its columns add up to the total."""
    cost = answer.cost
    assert cost  # noqa: S101 — a network that is not valid has no table
    assert answer.network  # noqa: S101 — likewise
    shown, others = selected(cost.ops, wanted.selection)
    rows = [
        _row(group.path, show_tuple(group.last.output), [group], wanted, cost.macs)
        for group in shown
    ]
    if others:
        rows.append(_row(f"and {len(others)} others", "", others, wanted, cost.macs))
    rows.append(_row("total", "", [*shown, *others], wanted, cost.macs))
    shares = "macs" in wanted.columns
    keys = ["layer", "output", *wanted.columns, *(["share"] if shares else [])]
    titles = {key: _TITLES.get(key, key) for key in keys}
    inputs = ", ".join(map(show_tuple, answer.network.graph.inputs))
    return Sheet(
        keys=keys,
        rows=rows,
        whole=lambda: None,
        records=lambda: (),
        titles=titles | ({"share": "% macs"} if shares else {}),
        spare=("output", "share"),
        caption=f"{answer.name}   {inputs}, batch {wanted.batch}, {wanted.dtype}{_by(answer)}",
        footer=_footer(answer),
    )


def _by(answer: NetworkAnswer) -> str:
    """Whose numbers these are, where they are not ours."""
    counted = answer.counted
    return f", as {counted.convention} counts" if counted and counted.differences else ""


def _row(
    path: str, output: str, parts: Sequence[Group], wanted: NetworkTable, macs: int
) -> list[Cell]:
    numbers: list[Cell] = [added(parts, name) for name in wanted.columns]
    share = f"{percent(added(parts, 'macs'), macs).removesuffix(' %'):>6}"
    return [path, output, *numbers, *([share] if "macs" in wanted.columns else [])]


def _memory(cost: NetworkCost) -> str:
    weights, peak = byte_text(cost.weights_bytes), byte_text(cost.peak_activation_bytes)
    return f"weights {weights}, activations at their peak {peak}"


def _factor(cost: NetworkCost) -> str:
    """The factor, where it is the only thing between MACs and FLOPs."""
    alone = cost.flops == FLOPS_PER_MAC * cost.macs
    return f" at {FLOPS_PER_MAC} per MAC" if alone else ""


def _footer(answer: NetworkAnswer) -> str:
    cost = answer.cost
    assert cost  # noqa: S101 — as above
    lines = [
        f"{rounded(cost.macs)} MAC ({rounded(cost.flops)} FLOP{_factor(cost)})",
        _memory(cost),
    ]
    if cost.receptive_field:
        step = show_tuple(cost.jump)
        lines.append(f"receptive field {show_tuple(cost.receptive_field)}, jump {step}")
    return "\n".join(lines)
