"""What a run confirmed of a network: its totals, predicted and measured, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from convcalc.notation import show_tuple
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.sheet import Cell, Sheet
from convcalc.verify.check import Check

_SUMMED = ("params", "macs", "effective_macs", "activations")
_WHOLE = ("peak_activation_bytes", "receptive_field", "jump")
_KEYS = ("network", "quantity", "predicted", "measured", "verified")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One quantity of the whole network."""

    quantity: str
    predicted: Cell
    measured: Cell
    ok: bool


def confirmed(answer: NetworkAnswer) -> Iterator[Confirmed]:
    """The totals, then what is of the whole, then how many numbers there were."""
    checks = answer.verified or ()
    for quantity in (*_SUMMED, *_WHOLE):
        found = [check for check in checks if check.quantity == quantity]
        if found:
            yield _together(quantity, found)
    shapes = [check for check in checks if check.quantity == "output"]
    yield _count("operators' shapes", shapes)
    values = [check for check in checks if check.quantity == "values"]
    yield _together("values held against loops", values)
    yield _count("numbers in all", checks)


def _together(quantity: str, found: Sequence[Check]) -> Confirmed:
    predicted, measured = (
        _added([getattr(check, side) for check in found]) for side in ("predicted", "measured")
    )
    return Confirmed(quantity, predicted, measured, all(check.ok for check in found))


def _added(values: list[Any]) -> Cell:
    if len(values) == 1 and isinstance(values[0], tuple):
        return show_tuple(values[0])
    return int(sum(values))


def _count(quantity: str, found: Sequence[Check]) -> Confirmed:
    right = sum(check.ok for check in found)
    return Confirmed(quantity, len(found), right, right == len(found))


def _sides(found: Sequence[Confirmed]) -> tuple[list[Cell], list[Cell]]:
    return [one.predicted for one in found], [one.measured for one in found]


def _aligned(cells: Sequence[Cell]) -> list[str]:
    """Numbers and tuples in one column, their ends below one another."""
    texts = [f"{cell:,}" if isinstance(cell, int) else cell for cell in cells]
    return [text.rjust(max(map(len, texts))) for text in texts]


def verified_sheet(answer: NetworkAnswer) -> Sheet:
    """A row for each quantity of the whole network."""
    assert answer.network  # noqa: S101 — a network that is not valid was not run
    found = list(confirmed(answer))
    inputs = ", ".join(map(show_tuple, answer.network.graph.inputs))
    operators = len(answer.network.graph.nodes)
    return Sheet(
        keys=_KEYS,
        rows=[
            [answer.name, one.quantity, *numbers, "✓" if one.ok else "✗"]
            for one, *numbers in zip(found, *map(_aligned, _sides(found)), strict=True)
        ],
        whole=lambda: None,
        records=lambda: (),
        titles={
            "quantity": "quantity",
            "predicted": "predicted",
            "measured": "measured",
            "verified": "",
        },
        caption=f"{answer.name}   {inputs}, {operators} operators run in NumPy",
    )
