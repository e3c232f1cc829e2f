"""Sizes along one axis, against windows that slide and copies that are laid in a loop."""

from itertools import product

import naive
import pytest

from convcalc.formulas import axis

WINDOWS = [
    dict(zip(("kernel_size", "stride", "dilation", "before", "after"), values, strict=True))
    for values in product((1, 2, 3, 5), (1, 2, 3, 4), (1, 2, 3), (0, 1, 3), (0, 2))
]


@pytest.mark.parametrize("dilation", range(1, 6))
@pytest.mark.parametrize("kernel_size", range(1, 9))
def test_effective_kernel_spans_from_first_to_last_tap(kernel_size, dilation):
    places = [dilation * tap for tap in range(kernel_size)]
    span = places[-1] - places[0] + 1
    assert axis.effective_kernel(kernel_size, dilation=dilation) == span


@pytest.mark.parametrize("in_size", [1, 2, 7, 11, 16])
def test_output_size_counts_the_places_of_the_window(in_size):
    fitting = 0
    for window in WINDOWS:
        starts = naive.window_starts(in_size, **window)
        if starts:  # where no window fits there is a rule, CC201
            fitting += 1
            assert axis.output_size(in_size, **window) == len(starts), window
    assert fitting > len(WINDOWS) // 5


@pytest.mark.parametrize("output_padding", [0, 1, 2])
@pytest.mark.parametrize("in_size", [1, 2, 5, 7])
def test_transposed_output_size_is_what_is_kept_of_the_canvas(in_size, output_padding):
    kept = 0
    for window in WINDOWS:
        canvas = naive.laid_copies(in_size, **window, output_padding=output_padding)
        if canvas:
            kept += 1
            size = axis.transposed_output_size(in_size, **window, output_padding=output_padding)
            assert size == len(canvas), window
    assert kept > len(WINDOWS) // 2


def test_useful_taps_are_the_meetings_in_a_double_loop():
    for window, size, positions in product(WINDOWS, (1, 4, 7, 13), (0, 1, 3, 8)):
        steps = {name: window[name] for name in ("kernel_size", "stride", "dilation", "before")}
        expected = naive.meetings(positions, size=size, **steps)
        assert axis.useful_taps(positions, size=size, **steps) == expected, (window, size)


@pytest.mark.parametrize("in_size", [1, 2, 5, 7])
def test_useful_taps_of_a_transposed_kernel_are_what_lands_in_the_output(in_size):
    for window in WINDOWS:
        canvas = naive.laid_copies(in_size, **window, output_padding=0)
        if canvas:
            steps = {key: value for key, value in window.items() if key != "after"}
            landed = axis.useful_taps(in_size, size=len(canvas), **steps)
            assert landed == sum(canvas), window
