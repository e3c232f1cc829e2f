"""Shapes that an operator can read, and that it can make."""

from __future__ import annotations

from collections.abc import Sequence

from convcalc.notation import show_tuple
from convcalc.ops.rules.rule import Rule


def is_flat(op: str, shape: Sequence[int]) -> Rule:
    """A fully connected layer reads a flat tensor.

    Why: whether positions become features, or each is worked on alone, is not to be guessed.
    Example: linear behind a global pool without flatten in a network.
    Fix: put flatten before it; a pointwise convolution works on each position alone.
    """
    axes = len(shape) - 1
    return Rule(
        "CC230",
        axes == 0,
        lambda: (
            f"{op} needs a flat tensor, but its input {show_tuple(shape)} has {axes} spatial"
            f" {'axis' if axes == 1 else 'axes'}; flatten first"
        ),
    )
