"""The three remedies of a checkerboard: by hand, and what each must keep."""

from fractions import Fraction
from math import prod

import pytest
import variant_cases
from commandline import convcalc
from hypothesis import assume, given

from convcalc import ConvTranspose
from convcalc.analysis.overlap import overlap_axes
from convcalc.report.command_line import typed
from convcalc.variants.overlap import overlap
from convcalc.variants.remedies import remedies

LAYERS = variant_cases.CASES["conv_transpose"]


def node(shape, **arguments):
    return ConvTranspose(**arguments).graph(shape).nodes[0]


def checkering(case):
    found = case.spec().graph(case.shape).nodes[0]
    assume(not all(axis.even for axis in overlap_axes(found)))
    return found


def test_the_costs_by_hand():
    # 64 → 32 channels, K = 3, S = 2, 16×16 → 31×31: 16²·3²·64·32 = 4,718,592 MACs.
    # K = 4: 16²·4²·2048 and 4²·2048 + 32. Resized to 31×31: 31²·3²·2048 and 3²·2048 + 32.
    # Stride 1, 32 → 32 at 31×31: 31²·3²·1024 and 3²·1024 + 32.
    layer = node((64, 16, 16), out_channels=32, kernel_size=3, stride=2, padding=1)
    found = [(one.cost.params, one.cost.macs, one.ratio) for one in remedies(layer)]
    assert found == [
        (32_800, 8_388_608, Fraction(16, 9)),
        (18_464, 17_713_152, Fraction(961, 256)),
        (9_248, 8_856_576, Fraction(961, 512)),
    ]
    assert [one.replaces for one in remedies(layer)] == [True, True, False]


# Layer, and the kernel, dilation, padding and output_padding of the even one, all by hand.
NEAREST = [
    # DCGAN's upsampling in PyTorch's words (Radford et al., arXiv:1511.06434): 4 and 6 are as near.
    ({"kernel_size": 5, "stride": 2, "padding": 2, "output_padding": 1}, (6, 1, (2, 2), 0)),
    ({"kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1}, (4, 1, (1, 1), 0)),
    # Cut by 2, one tap longer: cut by 3.
    ({"kernel_size": 3, "stride": 2, "padding": 1}, (4, 1, (2, 2), 1)),
    ({"kernel_size": 3, "stride": 2, "padding": "same"}, (4, 1, (1, 1), 0)),
    # 4 is nearer to 5 than 8; one tap shorter, and nothing is cut that could be left.
    ({"kernel_size": 5, "stride": 4}, (4, 1, (0, 0), 1)),
    # Four taps 5 apart would be 5 shorter than five, too much for output_padding; eight are
    # 15 longer.
    ({"kernel_size": 5, "stride": 4, "dilation": 5}, (8, 5, (8, 8), 1)),
    # 2 and 2 share a factor, so do 3 taps and a stride of 2: 4 taps 1 apart span 4 instead of 5.
    ({"kernel_size": 3, "stride": 2, "dilation": 2}, (4, 1, (0, 0), 1)),
    # The stride divides the kernel already: only the dilation, 4 → 3, spans 10 instead of 13,
    # which output_padding cannot make up for; 4 → 5 spans 16.
    ({"kernel_size": 4, "stride": 2, "dilation": 4}, (4, 5, (2, 2), 1)),
    ({"kernel_size": 1, "stride": 3}, (3, 1, (1, 1), 0)),
]


@pytest.mark.parametrize(("arguments", "expected"), NEAREST)
def test_the_nearest_even_kernel_by_hand(arguments, expected):
    layer = node((2, 7), out_channels=2, **arguments)
    spec = remedies(layer)[0].layer.variant
    kernel, dilation, padding, extra = expected
    assert (spec.kernel_size, spec.dilation) == ((kernel,), (dilation,))
    assert (spec.padding, spec.output_padding) == ((padding,), (extra,))
    assert spec.stride == (arguments["stride"],)


@given(LAYERS)
def test_the_larger_kernel_is_even_and_keeps_the_output(case):
    found = checkering(case)
    even = remedies(found)[0]
    assert overlap(even.cost).even
    assert even.cost.output == found.output
    for old, new in zip(overlap_axes(found), overlap_axes(even.cost.ops[0].node), strict=True):
        assert abs(new.window.kernel_size - old.window.kernel_size) <= old.period
        assert new == old or not old.even


@given(LAYERS)
def test_channels_groups_and_bias_stay_as_they_are(case):
    found = checkering(case)
    for name in ("out_channels", "groups", "bias"):
        kept = {one.cost.arguments[name] for one in remedies(found)}
        assert kept == {found.op.fields()[name]}


@given(LAYERS)
def test_resizing_keeps_the_output_or_what_is_larger_is_said(case):
    found = checkering(case)
    resized = remedies(found)[1]
    assert all(a >= b for a, b in zip(resized.cost.output, found.output, strict=True))
    assert ("its output is" in resized.remark) == (resized.cost.output != found.output)
    if resized.cost.output != found.output:
        assert resized.cost.arguments["padding"].count((0, 0))
    assert resized.cost.arguments["scale"] == found.op.stride


@given(LAYERS)
def test_smoothing_keeps_the_output_and_spans_a_period(case):
    found = checkering(case)
    smoothing = remedies(found)[2]
    assert smoothing.cost.input == smoothing.cost.output == found.output
    arguments = smoothing.cost.arguments
    assert set(arguments["stride"]) == {1}
    assert all(k >= s for k, s in zip(arguments["kernel_size"], found.op.stride, strict=True))
    channels = found.output[0] ** 2 // arguments["groups"]
    assert smoothing.cost.macs == prod(arguments["kernel_size"]) * channels * prod(found.output[1:])


@given(LAYERS)
def test_a_remedy_for_what_checkers_and_only_for_that(case):
    found = case.spec().graph(case.shape).nodes[0]
    even = all(axis.even for axis in overlap_axes(found))
    assert len(remedies(found)) == (0 if even else 3)


@given(LAYERS)
def test_the_command_that_is_offered_gives_the_costs(case):
    for one in remedies(checkering(case), batch=3, dtype="fp16"):
        ran = convcalc(*typed(one.layer).split()[1:], "-f", "plain", "--quiet")
        assert ran.code == 0, ran.err
        row = ran.out.split("\t")
        numbers = [one.cost.params, one.cost.macs, one.cost.effective_macs, one.cost.flops]
        assert row[4:10] == ["3", "fp16", *map(str, numbers)]


def test_a_command_leaves_out_what_is_the_default():
    found = node((64, 16, 16), out_channels=32, kernel_size=3, stride=2, padding=1)
    assert [typed(one.layer) for one in remedies(found)] == [
        "convcalc conv-transpose 64x16x16 32 -k 4 -s 2 -p 2 --output-padding 1",
        "convcalc resize-conv 64x16x16 32 -p 0+1",
        "convcalc conv-transpose 32x31x31 32 -k 3 -p same",
    ]


def test_batch_cancels_out_of_the_ratio():
    layer = node((4, 5, 3), out_channels=2, kernel_size=(3, 4), stride=2)
    assert [one.ratio for one in remedies(layer, batch=7)] == [one.ratio for one in remedies(layer)]
