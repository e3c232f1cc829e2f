"""CC506: work on zeros."""

from __future__ import annotations

from convcalc.advice.axes import by_axis
from convcalc.analysis.cost import OpCost
from convcalc.formulas.axis import effective_kernel
from convcalc.ops.conv import Conv
from convcalc.ops.windowed import Axis

_MUCH = 4  # a quarter of the work


def much_padding(op: OpCost) -> str | None:
    """Padding exceeds half the effective kernel, or much of the work is on padding.

    Why: outputs at the border see more zeros than input, and multiplying by zeros is not free.
    Example: convcalc conv 64x14x14 64 -k 3 -p full
    Fix: use padding=half; where the input is small, a smaller kernel or less dilation.
    """
    spec = op.node.op
    if not isinstance(spec, Conv) or all(one.kernel_size == 1 for one in spec.axes()):
        return None  # of a pointwise kernel CC510 says more
    if op.node.train_only:
        return None  # it does no work
    wasted = op.macs - op.effective_macs
    share = f"{100 * wasted / op.macs:.1f} % of the MACs fall on padding"
    wide = by_axis(map(_wide, spec.axes()))
    if wide:
        return f"{'; '.join(wide)}; {share}"
    if _MUCH * wasted > op.macs:
        return f"{share}; use a smaller kernel, less dilation or a larger input"
    return None


def _wide(one: Axis) -> str:
    pad, effective = max(one.before, one.after), effective_kernel(**one.taps)
    if 2 * pad <= effective:
        return ""
    better = f"{effective // 2} or less" if effective > 1 else "none"
    return f"padding={pad} exceeds half the effective kernel {effective}, use {better}"
