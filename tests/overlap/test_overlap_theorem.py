"""Even exactly if S divides K and gcd(S, D) = 1: held against counting, for all K, S, D ≤ 8."""

from itertools import product
from math import gcd

import naive
import pytest

from convcalc.analysis.overlap import AxisOverlap
from convcalc.ops.windowed import Axis

SIZES = range(1, 9)
LONG = 70  # inputs: the copies of 8 taps, 8 apart, reach 56 outputs
WINDOWS = list(product(SIZES, SIZES, SIZES))


def counted(kernel_size, stride, dilation):
    """Copies on the outputs far from both ends, laid one by one."""
    canvas = naive.laid_copies(
        LONG,
        kernel_size=kernel_size,
        stride=stride,
        dilation=dilation,
        before=0,
        after=0,
        output_padding=0,
    )
    reach = dilation * (kernel_size - 1)
    return canvas[reach : len(canvas) - reach - stride + 1]


def overlap(kernel_size, stride, dilation):
    return AxisOverlap(LONG, LONG * stride, Axis(kernel_size, stride, dilation, 0, 0))


@pytest.mark.parametrize("stride", SIZES)
def test_the_theorem_is_what_counting_finds(stride):
    for kernel_size, dilation in product(SIZES, SIZES):
        copies = counted(kernel_size, stride, dilation)
        assert len(copies) >= 2 * stride
        even = kernel_size % stride == 0 and gcd(stride, dilation) == 1
        assert (len(set(copies)) == 1) == even
        assert overlap(kernel_size, stride, dilation).even == even


@pytest.mark.parametrize("stride", SIZES)
def test_fewest_and_most_are_what_counting_finds(stride):
    for kernel_size, dilation in product(SIZES, SIZES):
        copies, axis = (
            counted(kernel_size, stride, dilation),
            overlap(kernel_size, stride, dilation),
        )
        assert (axis.fewest, axis.most) == (min(copies), max(copies))


@pytest.mark.parametrize("stride", SIZES)
def test_the_copies_repeat_after_a_stride(stride):
    for kernel_size, dilation in product(SIZES, SIZES):
        copies, period = counted(kernel_size, stride, dilation), overlap(1, stride, 1).period
        assert copies[period:] == copies[:-period]


def test_the_reason_names_what_is_wrong():
    assert overlap(3, 2, 1).reason == "stride=2 does not divide kernel_size=3"
    assert overlap(4, 2, 1).reason == "stride=2 divides kernel_size=4"
    assert overlap(4, 6, 4).reason == "stride=6 and dilation=4 share the factor 2"
