"""The literal formulas of a common textbook chapter, loose ends included.

They write H·W without saying whose (the input's, as their examples show) and add a bias
once to the work, and once to a depthwise layer. See docs/field-notes, sections 1 to 6.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

from convcalc.conventions.convention import Counted, Difference
from convcalc.variants import LayerCost

_POSITIONS = "H·W are the input's {inside}, the work is done at the output's {outside}"
_BIAS_WORK = "the bias is added once instead of not at all"
_BIAS_ONCE = "the depthwise bias is counted as 1, it is C = {channels}"


@dataclass(frozen=True, slots=True)
class Entry:
    """The two formulas for one kind of layer, as text and as arithmetic.

    What stands in brackets is for layers with a bias.
    """

    params_text: str
    params: Callable[[_Numbers], int]
    macs_text: str
    macs: Callable[[_Numbers], int]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The chapter's letters. K is the product of the kernel, HW that of the input's sizes."""

    K: int
    C: int
    M: int
    G: int
    HW: int
    m: int = 0
    bias: bool = True


STANDARD = Entry(
    "K·K·C·M[ + M]",
    lambda n: n.K * n.C * n.M + n.bias * n.M,
    "K·K·C·M·H·W[ + M]",
    lambda n: n.K * n.C * n.M * n.HW + n.bias * n.M,
)
GROUPED = Entry(
    "K·K·(C/G)·M[ + M]",
    lambda n: n.K * n.C // n.G * n.M + n.bias * n.M,
    "(K·K·M/G)·(C/G·H·W)·G",
    lambda n: n.K * n.M * n.C * n.HW // n.G,
)
DEPTHWISE = Entry(
    "K·K·C[ + 1]",
    lambda n: n.K * n.C + n.bias,
    "(K·K·1)·(H·W·C)",
    lambda n: n.K * n.HW * n.C,
)
POINTWISE = Entry(
    "C·M[ + M]",
    lambda n: n.C * n.M + n.bias * n.M,
    "(1·1·M)·(H·W·C)",
    lambda n: n.M * n.HW * n.C,
)
SEPARABLE = Entry(
    "(K·K·C[ + 1]) + (C·M[ + M])",
    lambda n: DEPTHWISE.params(n) + POINTWISE.params(n),
    "(K·K·1)·(H·W·C) + (1·1·M)·(H·W·C)",
    lambda n: DEPTHWISE.macs(n) + POINTWISE.macs(n),
)
BOTTLENECKS = {
    "resnet": Entry(
        "2·C·m + 9·m²",
        lambda n: 2 * n.C * n.m + n.K * n.m**2,
        "HW·(2·C·m + 9·m²)",
        lambda n: n.HW * (2 * n.C * n.m + n.K * n.m**2),
    ),
    "resnext": Entry(
        "2·C·m + 9·m²/G",
        lambda n: 2 * n.C * n.m + n.K * n.m**2 // n.G,
        "HW·(2·C·m + 9·m²/G)",
        lambda n: n.HW * (2 * n.C * n.m + n.K * n.m**2 // n.G),
    ),
    "shufflenet": Entry(
        "2·C·m/G + 9·m",
        lambda n: 2 * n.C * n.m // n.G + n.K * n.m,
        "HW·(2·C·m/G + 9·m)",
        lambda n: n.HW * (2 * n.C * n.m // n.G + n.K * n.m),
    ),
}


def textbook(cost: LayerCost) -> Counted:
    """The layer by the textbook's formulas.

    >>> from convcalc.variants import Conv
    >>> layer = Conv(out_channels=64, kernel_size=7, stride=2, padding=3)
    >>> textbook(layer.cost((3, 224, 224))).value("macs", 0)  # 7·7·3·64·224·224 + 64
    472055872
    """
    entry = _entry(cost)
    if entry is None:
        name = cost.variant.replace("_", "-")
        said = f"the textbook convention does not define {name}; these are our own numbers"
        return Counted("textbook", (), said)
    numbers = _numbers(cost)
    params, macs = entry.params(numbers), cost.batch * entry.macs(numbers)
    return Counted(
        "textbook",
        (
            Difference(
                "params",
                params,
                cost.params,
                _written(entry.params_text, bias=numbers.bias),
                _why_params(cost, params),
            ),
            Difference(
                "macs",
                macs,
                cost.macs,
                _written(entry.macs_text, bias=numbers.bias),
                _why_macs(cost, entry, macs),
            ),
        ),
    )


def _written(text: str, *, bias: bool) -> str:
    return re.sub(r"\[(.*?)\]", r"\1" if bias else "", text)


def _entry(cost: LayerCost) -> Entry | None:
    named: dict[str, Entry | None] = {
        "conv": _by_kind(cost),
        "depthwise": DEPTHWISE if cost.arguments.get("multiplier") == 1 else None,
        "pointwise": _by_kind(cost),
        "shuffled_grouped": _by_kind(cost),
        "depthwise_separable": SEPARABLE,
        "bottleneck": BOTTLENECKS.get(str(cost.arguments.get("style"))),
    }
    return named.get(cost.variant)


def _by_kind(cost: LayerCost) -> Entry:
    """The most special formula that fits a single convolution."""
    if "depthwise" in cost.kind and cost.input[0] == cost.output[0]:
        return DEPTHWISE
    if "grouped" in cost.kind:
        return GROUPED
    return POINTWISE if "pointwise" in cost.kind else STANDARD


def _numbers(cost: LayerCost) -> _Numbers:
    given: Any = cost.arguments
    return _Numbers(
        K=prod(given.get("kernel_size", (1,))),
        C=cost.input[0],
        M=cost.output[0],
        G=given.get("groups") or 1,
        HW=prod(cost.input[1:]),
        m=given.get("mid") or 0,
        bias=given.get("bias", False),
    )


def _why_params(cost: LayerCost, theirs: int) -> str:
    if theirs == cost.params:
        return ""
    if cost.variant == "bottleneck":
        return "the formula holds for equal widths at stride 1; the projection is left out"
    return _BIAS_ONCE.format(channels=cost.input[0])


def _why_macs(cost: LayerCost, entry: Entry, theirs: int) -> str:
    if theirs == cost.macs:
        return ""
    inside, outside = ("x".join(map(str, shape[1:])) for shape in (cost.input, cost.output))
    reasons = [_POSITIONS.format(inside=inside, outside=outside)] if inside != outside else []
    if entry is STANDARD and cost.arguments.get("bias"):
        reasons.append(_BIAS_WORK)
    if cost.variant == "bottleneck" and not reasons:
        reasons.append("the formula holds for equal widths; the projection is left out")
    return "; ".join(reasons)
