"""The padding words, each by its definition and not by its formula."""

from itertools import product

import naive
import pytest

from convcalc.formulas import axis

KERNELS = list(product((1, 2, 3, 4, 5, 7), (1, 2, 3)))  # kernel_size, dilation


def places(in_size, pad, *, kernel_size, stride, dilation):
    window = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation}
    return len(naive.window_starts(in_size, **window, before=pad, after=0))


@pytest.mark.parametrize("stride", range(1, 6))
@pytest.mark.parametrize(("kernel_size", "dilation"), KERNELS)
def test_same_gives_in_over_stride_and_one_zero_less_would_not(kernel_size, dilation, stride):
    window = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation}
    for in_size in range(1, 20):
        wanted = len(range(0, in_size, stride))  # ⌈in/stride⌉ by counting
        pad = axis.same_padding(in_size, **window)
        assert pad >= 0
        assert places(in_size, pad, **window) == wanted
        assert pad == 0 or places(in_size, pad - 1, **window) < wanted


@pytest.mark.parametrize(("kernel_size", "dilation"), KERNELS)
def test_half_is_half_of_what_the_kernel_takes_away(kernel_size, dilation):
    pad = axis.half_padding(kernel_size=kernel_size, dilation=dilation)
    span = dilation * (kernel_size - 1) + 1
    kept = places(50, 2 * pad, kernel_size=kernel_size, stride=1, dilation=dilation)
    assert kept == (50 if span % 2 else 49)  # an odd span keeps the size, an even one takes one


@pytest.mark.parametrize(("kernel_size", "dilation"), KERNELS)
def test_full_is_the_most_zeros_with_which_every_window_touches_the_input(kernel_size, dilation):
    pad = axis.full_padding(kernel_size=kernel_size, dilation=dilation)
    last_tap = dilation * (kernel_size - 1)
    assert last_tap - pad == 0  # the first window, at −pad, ends on element 0
    starts = naive.window_starts(
        9, kernel_size=kernel_size, stride=1, dilation=dilation, before=pad, after=pad
    )
    assert starts[-1] == 8  # the last begins on element 8 of 9


@pytest.mark.parametrize("output_padding", [0, 1, 3])
@pytest.mark.parametrize("stride", range(1, 5))
@pytest.mark.parametrize(("kernel_size", "dilation"), KERNELS)
def test_transposed_same_leaves_in_times_stride(kernel_size, dilation, stride, output_padding):
    cut = axis.transposed_same_padding(
        kernel_size=kernel_size, stride=stride, dilation=dilation, output_padding=output_padding
    )
    for in_size in (1, 2, 6):
        canvas = naive.laid_copies(
            in_size,
            kernel_size=kernel_size,
            stride=stride,
            dilation=dilation,
            before=0,
            after=0,
            output_padding=output_padding,
        )
        assert len(canvas) - cut == in_size * stride
