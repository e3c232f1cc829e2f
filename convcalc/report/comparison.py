"""Variants side by side, in every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TextIO

from convcalc.notation import show_tuple
from convcalc.notation.rounding import json_number, times
from convcalc.report.answer import Answer
from convcalc.report.headline import arguments, layer_name
from convcalc.report.record import exact, record
from convcalc.report.sections import sections
from convcalc.report.sheet import FORMATS, Sheet
from convcalc.report.style import colours, styled
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


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found, and the answers for the standard convolution and for each row."""

    found: Comparison
    standard: Answer
    answers: Sequence[Answer]

    @property
    def pairs(self) -> list[tuple[Row, Answer]]:
        """Each row with its answer."""
        return list(zip(self.found.rows, self.answers, strict=True))

    def ratio(self, row: Row, answer: Answer) -> Fraction:
        """MACs relative to the standard convolution; both by the convention, or none of them."""
        if answer.counted is None or not answer.counted.differences:
            return row.ratio
        return Fraction(answer.value("macs"), self.standard.value("macs"))


def write_comparison(compared: Compared, form: str, out: TextIO) -> None:
    """Write it in a format of the interface; below a table stands what else was asked for."""
    FORMATS[form](_sheet(compared), out)
    if form != "table":
        return
    colour = colours(out)
    for row, answer in compared.pairs:
        if lines := list(sections(answer, colour=colour)):
            name = f"{layer_name(row.cost.variant)}  {_own(compared.found, row)}".rstrip()
            out.write("\n".join(["", styled(name, "bold", on=colour), *lines]) + "\n")


def _sheet(compared: Compared) -> Sheet:
    """A row for each variant that exists, in the order of the table of variants."""
    ran = any(answer.verified is not None for answer in compared.answers)
    standard = compared.found.standard
    return Sheet(
        keys=_KEYS,
        rows=[_cells(compared, *pair) for pair in compared.pairs],
        whole=lambda: _whole(compared),
        records=lambda: [_record(compared, *pair) for pair in compared.pairs],
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


def _cells(compared: Compared, row: Row, answer: Answer) -> list[int | str]:
    cost = row.cost
    claimed = row.claimed
    return [
        layer_name(cost.variant),
        show_tuple(cost.input),
        show_tuple(cost.output),
        _own(compared.found, row),
        answer.value("params"),
        answer.value("macs"),
        cost.effective_macs,
        times(compared.ratio(row, answer)),
        claimed.text if claimed else "",
        times(claimed.value) if claimed else "",
        "" if answer.verified is None else _run(answer),
    ]


def _run(answer: Answer) -> str:
    return "✓" if answer.confirmed else "✗"


def _whole(compared: Compared) -> dict[str, Any]:
    return {
        "schema": "convcalc/compare@1",
        "standard": record(compared.standard),
        "variants": [_record(compared, *pair) for pair in compared.pairs],
        "refused": [_refused(one) for one in compared.found.refused],
    }


def _record(compared: Compared, row: Row, answer: Answer) -> dict[str, Any]:
    claimed = row.claimed
    return {
        **record(answer),
        "ratio": _fraction(compared.ratio(row, answer)),
        "closed_form": claimed and {"formula": claimed.text, "ratio": _fraction(claimed.value)},
    }


def _fraction(value: Fraction) -> dict[str, Any]:
    return {"exact": exact(value), "value": json_number(value)}


def _refused(one: Refused) -> dict[str, Any]:
    return {"variant": one.variant, "arguments": dict(one.arguments), "error": str(one.error)}
