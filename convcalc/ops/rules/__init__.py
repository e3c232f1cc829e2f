"""What may not happen to a shape or a layer: one function a rule, its docstring explains it.

A rule is data: a single layer raises the first that fails, a sweep joins them to a mask.
The first line of a docstring says what must hold; `Why`, `Example` and `Fix` follow.
"""

from __future__ import annotations

from collections.abc import Callable

from convcalc.ops.rules.branches import branches_agree, inner_agrees, keys_fit, takes
from convcalc.ops.rules.channels import (
    channels_divide,
    groups_divide,
    heads_divide,
    slice_inside,
    slopes_fit,
)
from convcalc.ops.rules.rule import Rule, require
from convcalc.ops.rules.shapes import (
    corners_blended,
    elements_stay,
    is_flat,
    is_order,
    mirrored,
    scale_or_size,
    sizes_divide,
    taken_inside,
)
from convcalc.ops.rules.styles import grows, no_groups
from convcalc.ops.rules.windows import (
    causal_has_one_axis,
    few_axes,
    has_axes,
    kernel_fits,
    output_not_empty,
    output_padding_small,
    pool_padding_half,
    same_reachable,
)

RULES: dict[str, Callable[..., Rule]] = {
    "CC201": kernel_fits,
    "CC204": groups_divide,
    "CC205": output_not_empty,
    "CC206": output_padding_small,
    "CC207": same_reachable,
    "CC208": pool_padding_half,
    "CC209": channels_divide,
    "CC210": branches_agree,
    "CC211": grows,
    "CC212": no_groups,
    "CC213": has_axes,
    "CC214": slice_inside,
    "CC215": scale_or_size,
    "CC216": corners_blended,
    "CC217": sizes_divide,
    "CC218": mirrored,
    "CC219": elements_stay,
    "CC230": is_flat,
    "CC231": takes,
    "CC232": inner_agrees,
    "CC233": keys_fit,
    "CC234": heads_divide,
    "CC235": slopes_fit,
    "CC236": causal_has_one_axis,
    "CC237": is_order,
    "CC238": taken_inside,
    "CC239": few_axes,
}

__all__ = [
    "RULES",
    "Rule",
    "branches_agree",
    "causal_has_one_axis",
    "channels_divide",
    "corners_blended",
    "elements_stay",
    "few_axes",
    "groups_divide",
    "grows",
    "has_axes",
    "heads_divide",
    "inner_agrees",
    "is_flat",
    "is_order",
    "kernel_fits",
    "keys_fit",
    "mirrored",
    "no_groups",
    "output_not_empty",
    "output_padding_small",
    "pool_padding_half",
    "require",
    "same_reachable",
    "scale_or_size",
    "sizes_divide",
    "slice_inside",
    "slopes_fit",
    "taken_inside",
    "takes",
]
