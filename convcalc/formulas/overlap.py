"""How many kernel copies of a transposed convolution lie on one output, along one axis.

Far from the ends of the axis the number depends only on the output's index modulo the
stride; there the copies overlap evenly exactly if the fewest are also the most.
"""

from __future__ import annotations

from convcalc.formulas.arithmetic import N, gcd


def fewest_copies(*, kernel_size: N, stride: N, dilation: N) -> N:
    """The copies on the least covered outputs far from the ends. [copies]

    Dilated taps reach only every gcd(stride, dilation)-th output, and leave the others bare.

    Formula: kernel_size - max(sum((r - dilation * t) % stride > 0 for t in range(kernel_size))
        for r in range(stride))

    Source: Odena et al., distill.pub/2016/deconv-checkerboard.

    >>> [fewest_copies(kernel_size=k, stride=2, dilation=1) for k in (1, 2, 3, 4)]
    [0, 1, 1, 2]
    """
    fewest: N = kernel_size // stride * (gcd(stride, dilation) == 1)
    return fewest


def most_copies(*, kernel_size: N, stride: N, dilation: N) -> N:
    """The copies on the most covered outputs far from the ends. [copies]

    Formula: max(sum((r - dilation * t) % stride == 0 for t in range(kernel_size))
        for r in range(stride))

    Source: Odena et al., distill.pub/2016/deconv-checkerboard.

    >>> [most_copies(kernel_size=k, stride=2, dilation=1) for k in (1, 2, 3, 4)]
    [1, 1, 2, 2]
    """
    return -(-kernel_size * gcd(stride, dilation) // stride)
