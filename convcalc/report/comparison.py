"""Variants side by side, in every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from convcalc.notation import show_tuple
from convcalc.report.answer import Answer
from convcalc.report.headline import arguments, layer_name
from convcalc.report.numbers import times
from convcalc.report.record import exact, record
from convcalc.report.sheet import Sheet
from convcalc.variants.comparison import Comparison, Refused, Row

_KEYS = (
    "variant", "input", "output", "arguments", "params", "macs", "effective_macs",
    "ratio", "closed_form", "closed_form_ratio", "verified",
)  # fmt: skip
_TITLES = {
    "variant": "layer",
    "arguments": "",
    "output": "output",
    "params": "params",
    "macs": "macs",
    "ratio": "÷ standard",
    "closed_form_ratio": "claimed",
    "closed_form": "by the formula",
}


def comparison_sheet(found: Comparison, answers: Sequence[Answer]) -> Sheet:
    """A row for each variant that exists, in the order of the table of variants."""
    ran = any(answer.verified is not None for answer in answers)
    pairs = list(zip(found.rows, answers, strict=True))
    standard = found.standard
    return Sheet(
        keys=_KEYS,
        rows=[_cells(found, row, answer) for row, answer in pairs],
        whole=lambda: _whole(found, answers),
        records=lambda: [_record(row, answer) for row, answer in pairs],
        titles=_TITLES | ({"verified": "run"} if ran else {}),
        spare=("closed_form", "output", "closed_form_ratio", "params"),
        caption=(
            f"{show_tuple(standard.input)} -> {standard.output[0]} channels"
            f"   {arguments(_window(standard.arguments))}"
        ),
    )


def _window(values: Mapping[str, object]) -> dict[str, object]:
    return {name: values[name] for name in ("kernel_size", "stride", "padding")}


def _own(found: Comparison, row: Row) -> str:
    """The arguments that set a variant apart from the standard convolution."""
    standard = found.standard.arguments
    return arguments(
        {name: value for name, value in row.cost.arguments.items() if standard.get(name) != value}
    )


def _cells(found: Comparison, row: Row, answer: Answer) -> list[int | str]:
    cost = row.cost
    claimed = row.claimed
    return [
        layer_name(cost.variant),
        show_tuple(cost.input),
        show_tuple(cost.output),
        _own(found, row),
        cost.params,
        cost.macs,
        cost.effective_macs,
        times(row.ratio),
        claimed.text if claimed else "",
        times(claimed.value) if claimed else "",
        "" if answer.verified is None else _run(answer),
    ]


def _run(answer: Answer) -> str:
    return "✓" if answer.confirmed else "✗"


def _whole(found: Comparison, answers: Sequence[Answer]) -> dict[str, Any]:
    return {
        "schema": "convcalc/compare@1",
        "standard": record(Answer(found.standard)),
        "variants": [_record(*pair) for pair in zip(found.rows, answers, strict=True)],
        "refused": [_refused(one) for one in found.refused],
    }


def _record(row: Row, answer: Answer) -> dict[str, Any]:
    claimed = row.claimed
    return {
        **record(answer),
        "ratio": _fraction(row.ratio),
        "closed_form": claimed and {"formula": claimed.text, "ratio": _fraction(claimed.value)},
    }


def _fraction(value: Fraction) -> dict[str, Any]:
    return {"exact": exact(value), "value": float(value)}


def _refused(one: Refused) -> dict[str, Any]:
    return {"variant": one.variant, "arguments": dict(one.arguments), "error": str(one.error)}
