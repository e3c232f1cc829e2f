"""Shapes that an operator can read, and that it can make."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from convcalc.notation import show_tuple
from convcalc.ops.lists import is_rest
from convcalc.ops.rules.listed import or_list
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


def scale_or_size(*, scale: object, size: object) -> Rule:
    """A resize has a factor or a size, not both.

    Why: the one follows from the other, and the two may differ.
    Example: resize with scale 2 and size 28 in a network.
    Fix: leave one of them out.
    """
    return Rule(
        "CC215",
        scale is None or size is None,
        lambda: "scale and size are both given; leave one of them out",
    )


def corners_blended(mode: str, *, align_corners: bool) -> Rule:
    """Corners are aligned only where elements are blended.

    Why: nearest copies elements and knows no places between them; PyTorch refuses it too.
    Example: resize with mode nearest and align_corners in a network.
    Fix: leave align_corners out, or use mode=bilinear.
    """
    return Rule(
        "CC216",
        (mode == "bilinear") | (not align_corners),
        lambda: f"align_corners does nothing for mode={mode}; leave it out, or use mode=bilinear",
    )


def sizes_divide(axis: int, size: int, factor: int) -> Rule:
    """Every size is a multiple of the factor by which it shrinks.

    Why: positions become channels in blocks of the same size.
    Example: pixel_unshuffle by 2 behind 64x7x7 in a network.
    Fix: pad or resize the input to a size that the message names.
    """

    def says() -> str:
        near = sorted({max(size // factor, 1) * factor, (size // factor + 1) * factor})
        return f"axis {axis}: size {size} is not a multiple of factor={factor}; use {or_list(near)}"

    return Rule("CC217", size % factor == 0, says)


def mirrored(axis: int, padding: int, size: int) -> Rule:
    """Reflected padding is smaller than the input.

    Why: the border itself is not repeated, so one element fewer can be mirrored.
    Example: pad by 3 with mode reflect before 64x3x3 in a network.
    Fix: use less padding, or mode=replicate.
    """
    return Rule(
        "CC218",
        padding < size,
        lambda: (
            f"axis {axis}: {size} {'element mirrors' if size == 1 else 'elements mirror'} at most"
            f" {size - 1}, but padding is {padding}; use less, or mode=replicate"
        ),
    )


def elements_stay(old: Sequence[int], new: Sequence[int]) -> Rule:
    """A reshape keeps all elements.

    Why: the same numbers stand under another shape; nothing is added and nothing dropped.
    Example: reshape of 64x7x7 to 64x50 in a network.
    Fix: write -1 for one of the sizes, and it is what is left.
    """
    known = prod(one for one in new if not is_rest(one))
    count, rest = prod(old), any(map(is_rest, new))
    differ = f"{count} elements are {'no multiple of' if rest else 'not'} {known}"
    fix = "change the other sizes" if rest else "write -1 for one size"
    return Rule(
        "CC219",
        count % known == 0 if rest else count == known,
        lambda: f"reshape {show_tuple(old)} to {show_tuple(new)}: {differ}; {fix}",
    )


def is_order(dims: Sequence[int], shape: Sequence[int]) -> Rule:
    """A permutation names each axis of its input once, channels too.

    Why: the same elements are there before and after; an axis that is named twice, or not at
    all, would make up elements or lose them.
    Example: permute with dims [0, 2] behind 64x7x7 in a network.
    Fix: write each number from 0, which is channels, to that of the last axis once.
    """

    def says() -> str:
        wanted = list(range(len(shape)))
        return f"dims={list(dims)} is no order of {wanted}, the axes of {show_tuple(shape)}"

    return Rule("CC237", sorted(dims) == list(range(len(shape))), says)


def taken_inside(axis: int, size: int, start: int, step: int, count: int) -> Rule:
    """What is taken of a tensor is there.

    Why: take chooses among the elements of its input, and adds none.
    Example: take with starts [0, 1], steps [1, 2] and counts [64, 28] behind 64x55 in a network.
    Fix: lower starts, steps or counts, or leave counts out: then it is as many as there are.
    """
    last = start + step * (count - 1)

    def says() -> str:
        what = "channels" if axis == 0 else f"axis {axis - 1}"
        there = f"there are 0 to {size - 1}; lower starts, steps or counts"
        return f"{what}: elements {start} to {last} are taken, but {there}"

    inside = (count == 0) | ((start < size) & (last >= 0) & (last < size))
    return Rule("CC238", inside, says)
