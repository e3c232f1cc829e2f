"""Every variant for one mapping: claimed ratios are the counted ones, refusals have a reason."""

from fractions import Fraction

import pytest

from convcalc.errors import InputError
from convcalc.variants import VARIANTS
from convcalc.variants.comparison import comparison

WINDOW = {"kernel_size": 3, "stride": 1, "padding": "half", "groups": 4, "bias": False}
MAPPINGS = [
    ((64, 56, 48), 64, WINDOW),
    ((24, 9, 7), 96, {**WINDOW, "groups": 3, "bias": True}),
    ((24, 9, 7), 48, {**WINDOW, "stride": 2, "kernel_size": 5}),
    ((16, 31), 32, {**WINDOW, "kernel_size": 5, "groups": 2}),
    ((8, 5, 7, 3), 16, {**WINDOW, "kernel_size": (1, 3, 5)}),
]


@pytest.mark.parametrize(("shape", "out", "shared"), MAPPINGS)
def test_claimed_ratios_are_those_that_are_counted(shape, out, shared):
    found = comparison(shape, out, shared, batch=2, dtype="fp32")
    claimed = [row for row in found.rows if row.claimed]
    assert len(claimed) >= 5
    assert [row.claimed.value for row in claimed] == [row.ratio for row in claimed]
    for row in found.rows:
        assert row.ratio == Fraction(row.cost.macs, found.standard.macs)
        assert row.cost.output[0] == out


def test_every_variant_is_a_row_or_is_refused():
    found = comparison((64, 9, 9), 128, WINDOW, batch=1, dtype="fp32")
    named = {row.cost.variant for row in found.rows} | {one.variant for one in found.refused}
    assert named == set(VARIANTS)


def test_what_cannot_be_is_refused_by_its_reason():
    # 65 channels: no multiple of 64, of 4 or of 2, and no groups of 4.
    found = comparison((64, 9, 9), 65, WINDOW, batch=1, dtype="fp32")
    reasons = [(one.variant, one.error.problem.code) for one in found.refused]
    assert reasons == [
        ("conv", "CC204"),
        ("depthwise", "CC209"),
        ("pointwise", "CC204"),
        ("shuffled_grouped", "CC204"),
        ("bottleneck", "CC209"),
        ("bottleneck", "CC209"),
        ("bottleneck", "CC209"),
    ]


def test_without_a_standard_convolution_there_is_nothing_to_compare():
    with pytest.raises(InputError, match="CC201"):
        comparison((8, 3, 3), 8, {"kernel_size": 5}, batch=1, dtype="fp32")


def test_by_hand_for_64_to_128_channels():
    # 1/G, 1/C, 1/M + 1/K², (mid/M + mid/C)/K with mid = M = 128; twice as large on two axes is 4.
    found = comparison((64, 8, 8), 128, WINDOW, batch=1, dtype="fp32")
    ratios = [(row.cost.variant, row.ratio) for row in found.rows]
    assert ratios[:3] == [("conv", 1), ("conv", 1), ("conv", Fraction(1, 4))]
    rest = dict(ratios[3:])
    assert rest["depthwise"] == Fraction(1, 64)
    assert rest["depthwise_separable"] == Fraction(1, 128) + Fraction(1, 9)
    assert rest["spatially_separable"] == (1 + Fraction(128, 64)) / 3
    assert rest["shuffled_grouped"] == Fraction(1, 4)
    assert rest["resize_conv"] == 4
