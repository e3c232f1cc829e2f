"""Which elements of a tensor are met at all, along one axis."""

from __future__ import annotations

from convcalc.formulas.arithmetic import N, gcd
from convcalc.formulas.axis import useful_taps


def read_elements(positions: N, *, size: N, kernel_size: N, stride: N, dilation: N, before: N) -> N:
    """The elements of a tensor that a kernel meets from at least one position. [elements]

    With g = gcd(stride, dilation), tap t at position p meets what tap t + stride/g met
    dilation/g positions earlier. Of such a run only the earliest pair is counted: that is
    any of the last stride/g taps, and at the first dilation/g positions the other taps too.

    Formula: sum(0 < sum(stride * p + dilation * t - before == i
        for p in range(positions) for t in range(kernel_size)) for i in range(size))

    Source: counting lattice points, see `useful_taps`.

    >>> read_elements(28, size=56, kernel_size=1, stride=2, dilation=1, before=0)
    28
    """
    shared = gcd(stride, dilation)
    new_taps = _smaller(kernel_size, stride // shared)
    other_taps = kernel_size - new_taps
    at_all = useful_taps(
        positions,
        size=size,
        kernel_size=new_taps,
        stride=stride,
        dilation=dilation,
        before=before - dilation * other_taps,
    )
    at_first = useful_taps(
        _smaller(positions, dilation // shared),
        size=size,
        kernel_size=other_taps,
        stride=stride,
        dilation=dilation,
        before=before,
    )
    return at_all + at_first


def _smaller(a: N, b: N) -> N:
    smaller: N = a - (a - b) * (a > b)
    return smaller
