"""Numbers beyond any array and any loop: a loop over 10³⁰ taps would never end."""

from convcalc.formulas import arithmetic, axis, conv

HUGE = 10**30


def test_taps_of_a_huge_kernel_that_always_covers_the_input():
    # K = 10³⁰ at 10³⁰ positions with K − 1 zeros on both sides over one element: each position
    # of the full correlation has exactly one tap on it.
    taps = axis.useful_taps(HUGE, size=1, kernel_size=HUGE, stride=1, dilation=1, before=HUGE - 1)
    assert taps == HUGE


def test_taps_of_a_huge_kernel_without_padding():
    # Nothing falls outside where nothing is padded: positions · taps.
    taps = axis.useful_taps(7, size=7 * HUGE + 6, kernel_size=HUGE, stride=1, dilation=7, before=0)
    assert taps == 7 * HUGE


def test_floor_sum_of_huge_numbers():
    # Σ (2i + 1)//2 = Σ i = n(n − 1)/2, Gauss.
    assert arithmetic.floor_sum(HUGE, 2, 2, 1) == HUGE * (HUGE - 1) // 2


def test_sizes_and_work_stay_exact():
    size = axis.output_size(HUGE, kernel_size=3, stride=1, dilation=1, before=1, after=1)
    assert size == HUGE
    layer = {"in_channels": 1, "out_channels": 1, "groups": 1, "kernel_size": (HUGE, HUGE)}
    assert conv.macs(**layer, positions=(HUGE, HUGE), batch=1) == 10**120


def test_gcd_of_huge_numbers():
    # 10³⁰ = 2³⁰·5³⁰ and 6³⁰ = 2³⁰·3³⁰ share 2³⁰.
    assert arithmetic.gcd(HUGE, 6**30) == 2**30
