"""Sizes of 10³⁰: exact for one layer, at once, in every format; expected numbers by hand."""

import json

import pytest
from commandline import convcalc

from convcalc.variants import VARIANTS

HUGE = 10**30


def cost(name, shape, **arguments):
    return VARIANTS[name](**arguments).cost(shape)


def test_a_convolution_of_huge_everything():
    # 10³⁰ channels to 10³⁰, kernel 10²⁹ without padding: 9·10²⁹ + 1 positions an axis.
    layer = cost("conv", (HUGE, HUGE, HUGE), out_channels=HUGE, kernel_size=10**29)
    positions = 9 * 10**29 + 1
    assert layer.output == (HUGE, positions, positions)
    assert layer.params == 10 ** (30 + 30 + 58) + HUGE
    assert layer.macs == layer.effective_macs == 10 ** (60 + 58) * positions**2
    assert layer.activations == HUGE * positions**2
    assert layer.weights_bytes == 4 * layer.params
    assert layer.traffic_bytes == 4 * (HUGE**3 + layer.params + layer.activations)
    assert (layer.receptive_field, layer.jump) == ((10**29, 10**29), (1, 1))


def test_a_full_correlation_meets_each_pair_of_tap_and_element_once():
    # Full padding: every one of 10³⁰ elements meets every one of 10³⁰ taps.
    layer = cost("conv", (1, HUGE), out_channels=1, kernel_size=HUGE, padding="full", bias=False)
    assert layer.output == (1, 2 * HUGE - 1)
    assert layer.macs == HUGE * (2 * HUGE - 1)
    assert layer.effective_macs == HUGE**2


def test_strides_and_holes_as_wide_as_the_input():
    # Taps 0 and 10³⁰ − 1 on 10³⁰ elements: one position, field as wide as the input.
    layer = cost("conv", (3, HUGE), out_channels=2, kernel_size=2, dilation=HUGE - 1, stride=HUGE)
    assert (layer.output, layer.receptive_field, layer.jump) == ((2, 1), (HUGE,), (HUGE,))
    assert layer.macs == layer.effective_macs == 2 * 3 * 2


def test_same_padding_of_a_huge_stride():
    # ⌈10³⁰/7⌉ outputs.
    layer = cost("conv", (1, HUGE), out_channels=1, kernel_size=3, stride=7, padding="same")
    assert layer.output == (1, -(-HUGE // 7))


def test_a_transposed_convolution_that_lays_copies_side_by_side():
    # K = S = 10³⁰: nothing overlaps, nothing is cut; the work is at input positions.
    layer = cost("conv_transpose", (2, HUGE), out_channels=3, kernel_size=HUGE, stride=HUGE)
    assert layer.output == (3, HUGE**2)
    assert layer.macs == layer.effective_macs == 6 * HUGE**2
    assert layer.receptive_field == (1,)
    assert layer.jump[0] * HUGE == 1


def test_huge_groups():
    layer = cost("conv", (HUGE, 5, 3), out_channels=HUGE, kernel_size=1, groups=10**15, bias=False)
    assert (layer.params, layer.macs) == (10**45, 15 * 10**45)


def test_a_huge_depthwise_separable_one():
    # K²·C + C·M weights and C + M biases, at (10³⁰ − 2)² positions.
    layer = cost("depthwise_separable", (HUGE, HUGE, HUGE), out_channels=HUGE)
    weights, positions = 9 * HUGE + HUGE**2, (HUGE - 2) ** 2
    assert (layer.params, layer.macs) == (weights + 2 * HUGE, weights * positions)


def test_a_huge_bottleneck():
    # HW·(2·C·m + 9·m²) for C = 4·10³⁰, m = 10³⁰.
    layer = cost("bottleneck", (4 * HUGE, HUGE, HUGE), out_channels=4 * HUGE)
    assert layer.macs == HUGE**2 * 17 * HUGE**2


def test_a_huge_upsampling():
    layer = cost("resize_conv", (1, HUGE), out_channels=1, scale=HUGE, kernel_size=1, bias=False)
    assert (layer.output, layer.macs) == ((1, HUGE**2), HUGE**2)


def test_a_huge_batch_and_the_smallest_dtype():
    layer = VARIANTS["conv"](out_channels=1, kernel_size=1, bias=False)
    found = layer.cost((1, 1), batch=HUGE + 1, dtype="int4")
    # 10³⁰ + 1 elements of half a byte, in and out, and a weight in a byte of its own.
    assert found.macs == HUGE + 1
    assert found.traffic_bytes == 2 * (HUGE // 2 + 1) + 1


ONE_LINER = ("conv", f"3x{HUGE}x{HUGE}", "1e30", "-k", "3x1e3", "-p", "half")


@pytest.mark.parametrize("form", ["table", "plain", "json", "jsonl", "csv", "markdown"])
def test_every_format_prints_it_exactly(form):
    ran = convcalc(*ONE_LINER, "-f", form)
    # 3·3·10³·10³⁰ weights; a kernel of 1000 with 499 zeros on both sides loses one position.
    macs = 9 * 10**33 * HUGE * (HUGE - 1)
    assert (ran.code, ran.err) == (0, "")
    assert str(macs) in ran.out.replace(",", "")


def test_json_numbers_are_whole():
    macs = json.loads(convcalc(*ONE_LINER, "-f", "json").out)["macs"]
    assert (macs, type(macs)) == (9 * 10**33 * HUGE * (HUGE - 1), int)


def test_a_size_beyond_all_floats_is_no_bug_of_ours():
    # 1e100 a side: MACs of 10⁴⁰⁰ are no float64 (at most 1.8·10³⁰⁸).
    ran = convcalc("conv", "1e100x1e100x1e100", "1e100", "-k", "1")
    assert ran.code in {0, 2}


def test_it_is_refused_to_run_with_a_reason():
    ran = convcalc(*ONE_LINER, "--verify")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[CC220]: ")


@pytest.mark.parametrize("groups", [7, 10**30])
def test_divisors_of_huge_channels_are_found_in_time(groups):
    # 10³⁰ = 2³⁰·5³⁰: 7 divides it not; 10³⁰ does not divide 5³⁰.
    ran = convcalc("conv", "1e30x5", str(5**30 if groups > 7 else HUGE), "-k", "1", "-g", groups)
    assert ran.code == 2
    assert ran.err.startswith("error[CC204]: ")
