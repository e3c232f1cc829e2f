"""What one output sees, against sets of positions found by trying every input."""

from itertools import product

import naive
import pytest

from convcalc.formulas import reach

KERNELS = list(product((1, 2, 3, 4, 7), (1, 2, 3, 5), (0, 1, 4)))  # kernel_size, stride, before


@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize(("kernel_size", "stride", "before"), KERNELS)
def test_a_window_reads_from_its_first_to_its_last_tap(kernel_size, stride, before, dilation):
    steps = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation, "before": before}
    for position in range(-9, 10):
        seen = naive.window_reads(position, **steps)
        assert reach.first_input(position, stride=stride, before=before) == min(seen)
        assert reach.last_input(position, **steps) == max(seen)


@pytest.mark.parametrize(("kernel_size", "stride", "before"), KERNELS)
def test_the_copies_on_an_output_run_from_first_to_last(kernel_size, stride, before):
    steps = {"kernel_size": kernel_size, "stride": stride, "dilation": 1, "before": before}
    for position in range(-9, 10):
        first = reach.transposed_first_input(position, **steps)
        last = reach.transposed_last_input(position, stride=stride, before=before)
        assert set(range(first, last + 1)) == naive.copy_reads(position, **steps)


@pytest.mark.parametrize("dilation", [2, 3, 5])
@pytest.mark.parametrize(("kernel_size", "stride", "before"), KERNELS)
def test_a_run_of_a_whole_stride_meets_the_ends_of_dilated_copies(
    kernel_size, stride, before, dilation
):
    steps = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation, "before": before}
    for begin in range(-6, 7):
        run = range(begin, begin + stride)
        seen = set().union(*(naive.copy_reads(position, **steps) for position in run))
        assert reach.transposed_first_input(run[0], **steps) == min(seen)
        assert reach.transposed_last_input(run[-1], stride=stride, before=before) == max(seen)


SIZES = [{"in_size": a, "out_size": b} for a, b in product(range(1, 8), repeat=2)]


@pytest.mark.parametrize("sizes", SIZES)
def test_a_blend_reads_the_neighbours_of_its_place(sizes):
    for position in range(-12, 13):
        seen = naive.neighbours(naive.blended_place(position, **sizes))
        assert reach.blended_first_input(position, **sizes) == min(seen)
        assert reach.blended_last_input(position, **sizes) == max(seen)


@pytest.mark.parametrize("sizes", SIZES)
def test_a_blend_with_aligned_corners_reads_the_neighbours_of_its_place(sizes):
    for position in range(-12, 13):
        seen = naive.neighbours(naive.aligned_place(position, **sizes))
        assert reach.aligned_first_input(position, **sizes) == min(seen)
        assert reach.aligned_last_input(position, **sizes) == max(seen)


@pytest.mark.parametrize("sizes", SIZES)
def test_a_share_is_what_lies_in_it_even_by_a_part(sizes):
    for position in range(-12, 13):
        seen = naive.share_reads(position, **sizes)
        assert reach.first_of_share(position, **sizes) == min(seen)
        assert reach.last_of_share(position, **sizes) == max(seen)
        assert {reach.first_of_share(position, **sizes)} == naive.copied_reads(position, **sizes)


def test_the_loops_themselves_on_cases_by_hand():
    # K = 4, S = 2, one cut: input i lies on places 2i … 2i + 3, output p is place p + 1.
    steps = {"kernel_size": 4, "stride": 2, "dilation": 1, "before": 1}
    assert naive.copy_reads(0, **steps) == {-1, 0}
    assert naive.copy_reads(1, **steps) == {0, 1}
    # Twice as large: output 1 lies at 0.25, between inputs 0 and 1; output 0 at −0.25.
    assert naive.neighbours(naive.blended_place(1, in_size=2, out_size=4)) == {0, 1}
    assert naive.neighbours(naive.blended_place(0, in_size=2, out_size=4)) == {-1, 0}
    # Three outputs on seven: at 0, 3 and 6 with corners aligned, shares of 2⅓ without.
    assert naive.neighbours(naive.aligned_place(1, in_size=7, out_size=3)) == {3}
    assert naive.share_reads(1, in_size=7, out_size=3) == {2, 3, 4}
    assert naive.copied_reads(5, in_size=2, out_size=6) == {1}
    assert naive.window_reads(0, kernel_size=3, stride=2, dilation=2, before=1) == {-1, 1, 3}
