"""Kernel copies far from the ends, and elements that are met at all, by laying and by looking."""

from itertools import product

import naive
import pytest

from convcalc.formulas import overlap, reading

KERNELS = list(product((1, 2, 3, 4, 6), (1, 2, 3, 4), (1, 2, 3)))  # kernel_size, stride, dilation


@pytest.mark.parametrize(("kernel_size", "stride", "dilation"), KERNELS)
def test_copies_inside_are_between_the_fewest_and_the_most(kernel_size, stride, dilation):
    window = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation}
    canvas = naive.laid_copies(30, **window, before=0, after=0, output_padding=0)
    # On these outputs no copy is missing because the input begins or ends.
    inside = canvas[dilation * (kernel_size - 1) : 30 * stride - stride + 1]
    assert overlap.fewest_copies(**window) == min(inside)
    assert overlap.most_copies(**window) == max(inside)


@pytest.mark.parametrize("before", [0, 1, 4])
@pytest.mark.parametrize(("kernel_size", "stride", "dilation"), KERNELS)
def test_read_elements_are_those_that_a_tap_meets(kernel_size, stride, dilation, before):
    window = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation, "before": before}
    for size, positions in product((1, 2, 5, 11), (0, 1, 2, 5)):
        met = {
            place
            for position in range(positions)
            for place in naive.window_reads(position, **window)
        }
        expected = len(met & set(range(size)))
        assert reading.read_elements(positions, size=size, **window) == expected
