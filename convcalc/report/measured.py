"""What the run measured, in the words of the card."""

from __future__ import annotations

from typing import Any

from convcalc.notation import show_tuple
from convcalc.report.answer import Answer
from convcalc.verify.check import Check

_MARKS = {True: "✓", False: "✗"}
_SUMMED = ("params", "macs", "effective_macs")


def marked(text: str, *, ok: bool) -> str:
    """The text behind a tick or a cross.

    >>> marked("9,408", ok=True)
    '✓ 9,408'
    """
    return f"{_MARKS[ok]} {text}"


def total(answer: Answer, quantity: str) -> str:
    """What the run measured of the whole layer, or nothing if it was not run."""
    checks = _of(answer, quantity)
    if not checks:
        return "" if answer.verified is None else marked("0", ok=True)
    written = _of(answer, "activations") if quantity == "output" else []
    ok = all(check.ok for check in (*checks, *written))
    measured: list[Any] = [check.measured for check in checks]
    text = f"{sum(measured):,}" if quantity in _SUMMED else show_tuple(measured[-1])
    return marked(text, ok=ok)


def share_that_agrees(answer: Answer) -> str:
    """How many output elements were recomputed, and how many of them agree."""
    checks = _of(answer, "values")
    agreeing, checked = (
        sum(int(getattr(check, side)) for check in checks) for side in ("measured", "predicted")
    )
    return marked(f"{agreeing} of {checked}", ok=agreeing == checked)


def layer_field(answer: Answer) -> str:
    """The receptive field and the jump that the run measured."""
    checks = [*_of(answer, "receptive_field"), *_of(answer, "jump"), *_of(answer, "seen")]
    if not checks:
        return ""
    return marked(field_text(checks), ok=all(check.ok for check in checks))


def field_text(checks: list[Check]) -> str:
    """Field and jump as they came out."""
    found: dict[str, Any] = {check.quantity: check.measured for check in checks}
    field = show_tuple(found["receptive_field"])
    jump = found.get("jump")
    return f"{field}, jump {show_tuple(jump) if len(set(jump)) > 1 else jump[0]}" if jump else field


def _of(answer: Answer, quantity: str) -> list[Check]:
    return [check for check in answer.verified or () if check.quantity == quantity]
