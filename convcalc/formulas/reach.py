"""What one output sees of the input, along one axis. Positions may lie in the padding.

Each function takes the first or the last of a run of output positions and gives the
first or last input position that the run reads. Source: Araujo, Norris & Sim,
distill.pub/2019/computing-receptive-fields, equations 3 and 4.
"""

from __future__ import annotations

from convcalc.formulas.arithmetic import N


def first_input(first: N, *, stride: N, before: N) -> N:
    """The first input position that output `first` reads. [index]

    Formula: first * stride - before

    >>> first_input(0, stride=2, before=3)
    -3
    """
    return first * stride - before


def last_input(last: N, *, kernel_size: N, stride: N, dilation: N, before: N) -> N:
    """The last input position that output `last` reads. [index]

    Formula: last * stride - before + dilation * (kernel_size - 1)

    >>> last_input(0, kernel_size=7, stride=2, dilation=1, before=3)
    3
    """
    return last * stride - before + dilation * (kernel_size - 1)


def transposed_first_input(first: N, *, kernel_size: N, stride: N, dilation: N, before: N) -> N:
    """The first input whose kernel copy covers output `first`, if the copy has no holes. [index]

    Formula: -(-(first + before - dilation * (kernel_size - 1)) // stride)

    >>> transposed_first_input(5, kernel_size=4, stride=2, dilation=1, before=1)
    2
    """
    return -(-(first + before - dilation * (kernel_size - 1)) // stride)


def transposed_last_input(last: N, *, stride: N, before: N) -> N:
    """The last input whose kernel copy has begun at output `last`. [index]

    Formula: (last + before) // stride

    >>> transposed_last_input(5, stride=2, before=1)
    3
    """
    return (last + before) // stride


def blended_first_input(first: N, *, scale: N) -> N:
    """The lower neighbour of the place that output `first` comes from. [index]

    The place is (first + ½)/scale − ½: pixels are areas, and corners are not aligned.

    Formula: (2 * first + 1 - scale) // (2 * scale)

    Source: PyTorch, torch.nn.functional.interpolate, align_corners=False.

    >>> blended_first_input(3, scale=2)
    1
    """
    return (2 * first + 1 - scale) // (2 * scale)


def blended_last_input(last: N, *, scale: N) -> N:
    """The upper neighbour; the same as the lower where the place is an element's centre. [index]

    Formula: -(-(2 * last + 1 - scale) // (2 * scale))

    >>> blended_last_input(3, scale=2), blended_last_input(4, scale=3)
    (2, 1)
    """
    return -(-(2 * last + 1 - scale) // (2 * scale))
