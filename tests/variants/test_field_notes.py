"""The figures of the field notes and of the counting page; each says where it comes from."""

from fractions import Fraction

import pytest

from convcalc import (
    Bottleneck,
    Conv,
    ConvTranspose,
    Depthwise,
    DepthwiseSeparable,
    Pointwise,
    ResizeConv,
    ShuffledGrouped,
    SpatiallySeparable,
)


@pytest.mark.parametrize(("dilation", "field"), [(1, 3), (2, 5), (3, 7)])
def test_a_dilated_kernel_of_3_sees_3_5_7(dilation, field):
    # Yu & Koltun, arXiv:1511.07122; field-notes.md, 3.
    layer = Conv(out_channels=8, kernel_size=3, dilation=dilation, padding="half")
    cost, plain = layer.cost((8, 31, 29)), Conv(out_channels=8, kernel_size=3, padding=1)
    assert cost.receptive_field == (field, field)
    # No more params and no more MACs.
    assert (cost.params, cost.macs) == (
        plain.cost((8, 31, 29)).params,
        plain.cost((8, 31, 29)).macs,
    )


def test_the_stem_of_resnet():
    # By hand: 64·3·7·7 = 9,408; at 112² positions 118,013,952. The effective MACs: per axis
    # 112·7 pairs less those on padding: 3 + 1 before and 2 after (2·111 + 6 − 3 = 225 > 223),
    # 784 − 6 = 778, squared, times 192.
    layer = Conv(out_channels=64, kernel_size=7, stride=2, padding=3, bias=False)
    cost = layer.cost((3, 224, 224))
    assert (cost.params, cost.macs, cost.effective_macs) == (9_408, 118_013_952, 778**2 * 192)
    assert (cost.output, cost.activations) == ((64, 112, 112), 802_816)
    assert (cost.receptive_field, cost.jump, cost.kind) == ((7, 7), (2, 2), ("strided",))


def test_the_transposed_layer_that_tools_disagree_on():
    # counting.md: fvcore 0.1.5.post20221221 run on ConvTranspose2d(64, 32, 4, 2, 1), 16×16;
    # the products inside the output were counted there by running on ones.
    cost = ConvTranspose(out_channels=32, kernel_size=4, stride=2, padding=1).cost((64, 16, 16))
    assert cost.output == (32, 32, 32)
    assert (cost.macs, cost.flops, cost.effective_macs) == (8_388_608, 16_777_216, 7_872_512)
    assert cost.params == 64 * 32 * 16 + 32


def test_the_transposed_layer_in_groups():
    # counting.md: fvcore, groups=4.
    layer = ConvTranspose(out_channels=32, kernel_size=4, stride=2, padding=1, groups=4)
    assert layer.cost((64, 16, 16)).macs == 2_097_152


def test_the_depthwise_layer_that_tools_disagree_on():
    # counting.md: fvcore and thop on 64 channels, k3 p1, 16×16: the bias is not counted.
    cost = Depthwise(kernel_size=3, padding=1).cost((64, 16, 16))
    assert cost.macs == 147_456
    assert cost.params == 64 * 9 + 64  # the bias is one for each channel, not one in all


@pytest.mark.parametrize("groups", [2, 4, 8])
def test_groups_divide_params_and_macs(groups):
    # field-notes.md, 4: 1/G of the standard ones, bias aside.
    window = {"out_channels": 16, "kernel_size": (3, 5), "padding": "half", "bias": False}
    whole = Conv(**window).cost((8, 11, 13))
    layer = Conv(**window, groups=groups)
    parts = layer.cost((8, 11, 13))
    assert Fraction(parts.macs, whole.macs) == Fraction(1, groups)
    assert Fraction(parts.params, whole.params) == Fraction(1, groups)
    assert layer.ratio((8, 11, 13)).value == Fraction(1, groups)
    shuffled = ShuffledGrouped(**window, groups=groups)
    assert shuffled.cost((8, 11, 13)).macs == parts.macs
    # The shuffle reads and writes the whole tensor: 16·11·13 elements of 4 bytes, twice.
    assert shuffled.cost((8, 11, 13)).traffic_bytes == parts.traffic_bytes + 2 * 16 * 11 * 13 * 4


@pytest.mark.parametrize(
    ("shape", "out", "kernel", "ratio"),
    [
        ((32, 112, 112), 64, 3, Fraction(1, 64) + Fraction(1, 9)),
        ((16, 30), 8, 5, Fraction(1, 8) + Fraction(1, 5)),  # in 1-D and 3-D: 1/M + 1/ΠK
        ((4, 9, 8, 7), 6, (1, 3, 5), Fraction(1, 6) + Fraction(1, 15)),
    ],
)
def test_a_depthwise_separable_one_costs_the_sum_of_two_shares(shape, out, kernel, ratio):
    # Howard et al., arXiv:1704.04861, section 3.1.
    window = {"out_channels": out, "kernel_size": kernel, "padding": "half", "bias": False}
    layer, whole = DepthwiseSeparable(**window).cost(shape), Conv(**window).cost(shape)
    assert Fraction(layer.macs, whole.macs) == ratio
    assert Fraction(layer.params, whole.params) == ratio
    assert DepthwiseSeparable(**window).ratio(shape).value == ratio


@pytest.mark.parametrize(("out", "small"), [(71, False), (72, True), (10**6, True)])
def test_with_a_kernel_of_3_it_is_between_a_ninth_and_an_eighth_from_72(out, small):
    # 1/8 − 1/9 = 1/72; field-notes.md, 5.2.
    layer = DepthwiseSeparable(out_channels=out, kernel_size=3, padding=1)
    ratio = layer.ratio((32, 9, 9)).value
    assert Fraction(1, 9) < ratio
    assert (ratio <= Fraction(1, 8)) is small


# field-notes.md, 4.2, put in by hand for C = M = 240 on 28×28: m = 60, G as in the papers.
POSITIONS = 28 * 28
BOTTLENECKS = {
    # He et al., arXiv:1512.03385: HW·(2·C·m + 9·m²)
    "resnet": ({"mid": 60}, POSITIONS * (2 * 240 * 60 + 9 * 60 * 60)),
    # Xie et al., arXiv:1611.05431: HW·(2·C·m + 9·m²/G)
    "resnext": ({"mid": 60, "groups": 3}, POSITIONS * (2 * 240 * 60 + 9 * 60 * 60 // 3)),
    # Zhang et al., arXiv:1707.01083: HW·(2·C·m/G + 9·m)
    "shufflenet": ({"mid": 60, "groups": 3}, POSITIONS * (2 * 240 * 60 // 3 + 9 * 60)),
}


@pytest.mark.parametrize(("style", "case"), BOTTLENECKS.items())
def test_the_three_bottlenecks(style, case):
    arguments, macs = case
    cost = Bottleneck(out_channels=240, style=style, **arguments).cost((240, 28, 28))
    assert cost.macs == macs
    assert all(op.node.path != "projection" for op in cost.ops)


@pytest.mark.parametrize(("style", "case"), BOTTLENECKS.items())
def test_a_projection_is_added_and_shown_where_the_width_changes(style, case):
    # field-notes.md, 4.2: C·M·H'W' more; here from 120 to 240 channels.
    arguments, _ = case
    cost = Bottleneck(out_channels=240, style=style, **arguments).cost((120, 28, 28))
    shown = {op.node.path: op.macs for op in cost.ops}
    assert shown["projection"] == 120 * 240 * POSITIONS


def test_a_bottleneck_of_resnet_50():
    # torchvision's layer1.1 of resnet50: 256 → 64 → 64 → 256 on 56×56, by hand:
    # params 256·64 + 9·64·64 + 64·256, MACs at 56² positions.
    cost = Bottleneck(out_channels=256).cost((256, 56, 56))
    weights = 256 * 64 + 9 * 64 * 64 + 64 * 256
    assert (cost.params, cost.macs) == (weights, weights * 56 * 56)


def test_the_strided_unit_of_shufflenet_pools_and_concatenates():
    # Zhang et al., figure 2(c): the branch gives out − in channels at half the size.
    layer = Bottleneck(out_channels=480, style="shufflenet", stride=2, mid=120, groups=3)
    cost = layer.cost((240, 28, 28))
    assert cost.output == (480, 14, 14)
    # 240·120/3 at 28², then 9·120 and 120·240/3 at 14².
    assert cost.macs == 240 * 40 * 784 + (9 * 120 + 120 * 80) * 196
    assert [op.node.path for op in cost.ops if op.node.op.name in ("avgpool", "concat")] == [
        "pool",
        "concat",
    ]


def test_defaults_of_the_three_styles():
    # interface.md: mid OUT/4; resnext OUT/2, g=32; shufflenet OUT/4, g=3.
    inside = {
        style: Bottleneck(out_channels=out, style=style).cost((96, 7, 7)).arguments
        for style, out in (("resnet", 96), ("resnext", 192), ("shufflenet", 96))
    }
    assert {style: (one["mid"], one["groups"]) for style, one in inside.items()} == {
        "resnet": (24, 1),
        "resnext": (96, 32),
        "shufflenet": (24, 3),
    }


def test_a_spatially_separable_one_takes_2k_products_for_k_squared():
    # field-notes.md, 5.1, one channel throughout: 7 + 7 products a position against 49.
    window = {"out_channels": 1, "kernel_size": 7, "padding": "half", "bias": False}
    layer, whole = SpatiallySeparable(**window).cost((1, 20, 30)), Conv(**window)
    assert (layer.macs, whole.cost((1, 20, 30)).macs) == (14 * 600, 49 * 600)
    assert SpatiallySeparable(**window).ratio((1, 20, 30)).value == Fraction(14, 49)


def test_a_spatially_separable_layer_with_a_width_of_its_own():
    # By hand: 3·(8·4) + 3·(4·16) weights on 10×12; the first layer reads 8, the second 4.
    layer = SpatiallySeparable(out_channels=16, mid=4, kernel_size=3, padding=1)
    cost = layer.cost((8, 10, 12))
    assert (cost.params, cost.macs) == (96 + 4 + 192 + 16, (96 + 192) * 120)


def test_in_3d_there_are_three_layers_with_a_bias_each():
    # By hand: K = 3, 5, 1 from 2 through 4 and 4 to 6 channels; valid: 7×7×7 → 5×7×7 → 5×3×7.
    layer = SpatiallySeparable(out_channels=6, mid=4, kernel_size=(3, 5, 1))
    cost = layer.cost((2, 7, 7, 7))
    assert cost.output == (6, 5, 3, 7)
    assert cost.params == 3 * 2 * 4 + 4 + 5 * 4 * 4 + 4 + 1 * 4 * 6 + 6
    assert cost.macs == 24 * 245 + 80 * 105 + 24 * 105


def test_a_pointwise_one_reduces_and_restores():
    # By hand: 256·64 weights on 56².
    cost = Pointwise(out_channels=64, bias=False).cost((256, 56, 56))
    assert (cost.params, cost.macs) == (16_384, 16_384 * 3_136)
    grouped = Pointwise(out_channels=64, groups=4, bias=False).cost((256, 56, 56))
    assert (grouped.params, grouped.macs) == (4_096, 4_096 * 3_136)


def test_resizing_first_works_at_the_larger_positions():
    # By hand: 9·64·32 weights at 32² positions, against 16·64·32 at 16² for K = 4, S = 2:
    # 4·9/16 = 2.25 times the work of the transposed convolution.
    cost = ResizeConv(out_channels=32).cost((64, 16, 16))
    assert (cost.output, cost.macs) == ((32, 32, 32), 9 * 64 * 32 * 1_024)
    transposed = ConvTranspose(out_channels=32, kernel_size=4, stride=2, padding=1)
    assert Fraction(cost.macs, transposed.cost((64, 16, 16)).macs) == Fraction(9, 4)
    assert cost.jump == (Fraction(1, 2), Fraction(1, 2))


def test_batch_multiplies_work_and_activations_and_never_params():
    # counting.md, "batch".
    layer = DepthwiseSeparable(out_channels=6, kernel_size=(3, 2))
    one, five = layer.cost((4, 7, 5)), layer.cost((4, 7, 5), batch=5)
    for metric in ("macs", "effective_macs", "flops", "activations"):
        assert getattr(five, metric) == 5 * getattr(one, metric)
    assert (five.params, five.weights_bytes) == (one.params, one.weights_bytes)


def test_sub_byte_tensors_round_up_each():
    # counting.md: int4, 3·3·1 = 9 weights in 5 bytes and 1 bias in 1.
    cost = Conv(out_channels=1, kernel_size=3).cost((1, 3, 3), dtype="int4")
    assert cost.weights_bytes == 5 + 1
    assert cost.traffic_bytes == 6 + 5 + 1  # the input's 9 elements, the output's 1
