"""CC508: a kernel without a middle."""

from __future__ import annotations

from convcalc.advice.axes import by_axis, windows
from convcalc.analysis.cost import OpCost
from convcalc.ops.windowed import Axis

_WORDS = ("same", "same_lower")


def lopsided_padding(op: OpCost) -> str | None:
    """An even kernel with `same` padding is padded unequally on its two sides.

    Why: an even kernel has no middle, so the output lies half an element beside the input, and
    a stack of such layers drifts. Which side gets more differs between frameworks.
    Example: convcalc conv 8x9x9 8 -k 4 -p same
    Fix: use an odd kernel_size.
    """
    spec, word = op.node.op, getattr(op.node.spec, "padding", None)  # the word as it was written
    if word not in _WORDS:
        return None
    does = f"padding={word} {'cuts' if spec.name == 'conv_transpose' else 'puts'}"
    return "; ".join(by_axis(_lopsided(one, does) for one in windows(spec))) or None


def _lopsided(one: Axis, does: str) -> str:
    size = one.kernel_size
    if size % 2 or one.before == one.after:
        return ""
    odd = "3" if size == 2 else f"{size - 1} or {size + 1}"  # noqa: PLR2004 — 1 is no window
    return (
        f"{does} {one.before} before and {one.after} after with an even kernel_size={size};"
        f" use {odd}"
    )
