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


def blended_first_input(first: N, *, in_size: N, out_size: N) -> N:
    """The lower neighbour of the place that output `first` comes from. [index]

    The place is (first + ½)·in_size/out_size − ½: pixels are areas, and corners are not aligned.

    Formula: ((2 * first + 1) * in_size - out_size) // (2 * out_size)

    Source: PyTorch, torch.nn.functional.interpolate, align_corners=False.

    >>> blended_first_input(3, in_size=2, out_size=4)
    1
    """
    return ((2 * first + 1) * in_size - out_size) // (2 * out_size)


def blended_last_input(last: N, *, in_size: N, out_size: N) -> N:
    """The upper neighbour; the same as the lower where the place is an element's centre. [index]

    Formula: -(-((2 * last + 1) * in_size - out_size) // (2 * out_size))

    >>> [blended_last_input(at, in_size=1, out_size=scale) for at, scale in ((3, 2), (4, 3))]
    [2, 1]
    """
    return -(-((2 * last + 1) * in_size - out_size) // (2 * out_size))


def aligned_first_input(first: N, *, in_size: N, out_size: N) -> N:
    """The lower neighbour of an output's place where the outermost centres are aligned. [index]

    The place is first·(in_size − 1)/(out_size − 1); a single output stands on the first input.

    Formula: first * (in_size - 1) // (out_size - (out_size > 1))

    Source: PyTorch, torch.nn.functional.interpolate, align_corners=True.

    >>> [aligned_first_input(at, in_size=3, out_size=5) for at in range(5)]
    [0, 0, 1, 1, 2]
    """
    return first * (in_size - 1) // (out_size - (out_size > 1))


def aligned_last_input(last: N, *, in_size: N, out_size: N) -> N:
    """The upper neighbour, or again the lower. [index]

    Formula: -(-last * (in_size - 1) // (out_size - (out_size > 1)))

    >>> [aligned_last_input(at, in_size=3, out_size=5) for at in range(5)]
    [0, 1, 1, 2, 2]
    """
    return -(-last * (in_size - 1) // (out_size - (out_size > 1)))


def first_of_share(first: N, *, in_size: N, out_size: N) -> N:
    """The first input in output `first`'s share of the input. [index]

    The input is cut into out_size equal shares. Of every share the window of an adaptive pool
    takes the elements that lie in it, even by a part, and nearest resizing takes the first.

    Formula: first * in_size // out_size

    Source: PyTorch, aten/src/ATen/native/AdaptivePooling.h, start_index; for nearest
    torch.nn.functional.interpolate, computed exactly.

    >>> [first_of_share(at, in_size=7, out_size=3) for at in range(3)]
    [0, 2, 4]
    """
    return first * in_size // out_size


def last_of_share(last: N, *, in_size: N, out_size: N) -> N:
    """The last input in output `last`'s share, even by a part. [index]

    Formula: -(-(last + 1) * in_size // out_size) - 1

    Source: PyTorch, aten/src/ATen/native/AdaptivePooling.h, end_index.

    >>> [last_of_share(at, in_size=7, out_size=3) for at in range(3)]
    [2, 4, 6]
    """
    return -(-(last + 1) * in_size // out_size) - 1
