"""One layer as a record under the keys of the interface: the base of JSON and JSON Lines."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from convcalc.analysis.cost import OpCost, Totals
from convcalc.conventions.convention import Counted, Part
from convcalc.report.answer import Answer
from convcalc.report.explained import Explained
from convcalc.variants import LayerCost
from convcalc.verify.check import Check

_ORDER = (
    "out_channels",
    "multiplier",
    "style",
    "mid",
    "scale",
    "mode",
    "kernel_size",
    "stride",
    "padding",
    "output_padding",
    "dilation",
    "groups",
    "bias",
)


def record(answer: Answer) -> dict[str, Any]:
    """The layer under its contract's keys; those of a flag only where it was given.

    Tuples stay tuples, which are lists in JSON.
    """
    cost = answer.cost
    return {
        "schema": "convcalc/layer@1",
        "variant": cost.variant,
        "kind": list(cost.kind),
        "input": cost.input,
        "output": cost.output,
        "arguments": _arguments(cost),
        "batch": cost.batch,
        "dtype": cost.dtype,
        **_metrics(answer),
        "receptive_field": cost.receptive_field,
        "jump": [exact(step) for step in cost.jump],
        "ops": [_op(op) for op in cost.ops],
        **_asked(answer),
    }


def _arguments(cost: LayerCost) -> dict[str, object]:
    values = cost.arguments
    return {name: values[name] for name in _ordered(*values)}


@lru_cache
def _ordered(*names: str) -> tuple[str, ...]:
    return tuple(name for name in _ORDER if name in names)


def _metrics(answer: Answer) -> dict[str, int]:
    numbers = _numbers(answer.cost)
    if answer.counted:
        numbers |= {one.metric: one.theirs for one in answer.counted.differences}
        numbers["flops"] = answer.flops
    return numbers


def _numbers(cost: Totals) -> dict[str, int]:
    return {
        "params": cost.params,
        "macs": cost.macs,
        "effective_macs": cost.effective_macs,
        "flops": cost.flops,
        "weights_bytes": cost.weights_bytes,
        "activations": cost.activations,
        "traffic_bytes": cost.traffic_bytes,
    }


def _op(op: OpCost) -> dict[str, Any]:
    node = op.node
    return {
        "path": node.path,
        "op": node.op.name,
        "input": node.in_shapes,
        "output": node.output,
        "arguments": node.op.fields(),
        **_numbers(op),
    }


def _asked(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if answer.counted:
        found["convention"] = convention_record(answer.counted)
    if answer.explained is not None:
        found["explained"] = [explained_record(line) for line in answer.explained]
    if answer.overlap is not None:
        from convcalc.report.overlap_record import overlap_record  # noqa: PLC0415 — only if asked

        found["overlap"] = overlap_record(answer.overlap)
    if answer.verified is not None:
        found["verified"] = [check_record(check) for check in answer.verified]
    return found


def convention_record(counted: Counted) -> dict[str, Any]:
    """What a convention says, metric by metric, beside what we say."""
    return {
        "name": counted.convention,
        "note": counted.note,
        "differences": [
            {
                "metric": one.metric,
                "value": one.theirs,
                "convcalc": one.ours,
                "formula": one.formula,
                "why": one.why,
                **_parts(one.parts),
            }
            for one in counted.differences
        ],
    }


def _parts(parts: tuple[Part, ...]) -> dict[str, Any]:
    return {"parts": [part_record(part) for part in parts]} if parts else {}


def part_record(part: Part) -> dict[str, Any]:
    """One reason for another number, and whether it is an error of the others."""
    return part._asdict()


def explained_record(line: Explained) -> dict[str, Any]:
    """A formula, with the numbers put in."""
    return {
        "path": line.path,
        "quantity": line.quantity,
        "formula": line.formula,
        "with_numbers": line.with_numbers,
        "value": line.value,
        "source": line.source,
    }


def check_record(check: Check) -> dict[str, Any]:
    """A prediction beside what the run measured."""
    return {
        "path": check.path,
        "quantity": check.quantity,
        "predicted": plain(check.predicted),
        "measured": plain(check.measured),
        "ok": check.ok,
    }


def exact(value: Fraction) -> int | str:
    """A whole number, or a fraction as text: exact either way.

    >>> exact(Fraction(2)), exact(Fraction(1, 2))
    (2, '1/2')
    """
    return value.numerator if value.denominator == 1 else str(value)


def plain(value: object) -> object:
    """The value in JSON's own types."""
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return exact(value) if isinstance(value, Fraction) else value
