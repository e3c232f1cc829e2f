"""Whole networks run: what is predicted of the whole is what the run shows."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_networks import Chain, mobilenet_v1, resnet, unet, vgg16
from random_graphs import PARTS, PIXELS, PLAIN, SIZES, SUMS, VIEWS, graphs

from convcalc.graph import Builder
from convcalc.ops import OPS
from convcalc.verify.run import verify_network

OF_ALL = {"peak_activation_bytes", "receptive_field", "jump", "offset", "seen"}


def of_whole(graph, **settings):
    """What a run shows of the whole, once it has confirmed everything."""
    checks = verify_network(graph, name="net", **settings)
    assert [check for check in checks if not check.ok] == []
    return {check.quantity: check.measured for check in checks if check.path == "net"}


@given(graph=graphs(), batch=st.integers(1, 2))
def test_a_run_confirms_random_graphs(graph, batch):
    found = of_whole(graph, batch=batch)
    assert "peak_activation_bytes" in found


# A slice of a concat may drop a whole branch, which a field does not know: channels are alike.
@given(graph=graphs(kinds=(PLAIN, VIEWS, PARTS), joins=SUMS), batch=st.integers(1, 2))
def test_a_run_confirms_random_graphs_with_slices(graph, batch):
    assert of_whole(graph, batch=batch)


@given(graph=graphs(kinds=(PLAIN, SIZES)), batch=st.integers(1, 2))
def test_a_run_confirms_random_graphs_of_other_sizes(graph, batch):
    assert of_whole(graph, batch=batch)


# Of a concat an output position has the channels of one branch only, if it so happens.
@given(graph=graphs(kinds=(PLAIN, PIXELS), joins=SUMS), batch=st.integers(1, 2))
def test_a_run_confirms_random_graphs_of_pixels(graph, batch):
    assert of_whole(graph, batch=batch)


def with_head(net):
    net.op("gap")
    net.op("flatten")
    net.op("linear", out_features=10)
    return net.graph()


# By hand for the peak; Araujo et al. 2019 for the field and jump of the others.
@pytest.mark.parametrize(
    ("net", "peak", "field", "jump"),
    [
        # Three tensors of 256×56×56 in layer1, see docs/counting.md; v1.5 has 427.
        (resnet((3, 4, 6, 3)), 3 * 4 * 256 * 56 * 56, 427, 32),
        (mobilenet_v1(96), 2 * 4 * 64 * 48 * 48, 315, 32),
        (vgg16(64), 2 * 4 * 64 * 64 * 64, 212, 32),
    ],
    ids=["resnet50", "mobilenet_v1", "vgg16"],
)
def test_known_networks_are_confirmed_where_their_heads_begin(net, peak, field, jump):
    found = of_whole(with_head(net))
    assert set(found) == OF_ALL
    assert found["peak_activation_bytes"] == peak
    assert found["receptive_field"] == (field, field)
    assert found["jump"] == (jump, jump)


@pytest.mark.parametrize("scale", ["resize", "transposed"])
def test_a_unet_is_confirmed_at_each_of_its_phases(scale):
    found = of_whole(unet(3, width=2, size=32, scale=scale).graph())
    assert set(found) == OF_ALL
    assert found["jump"] == (Fraction(1), Fraction(1))


def gated():
    """A convolution with squeeze-and-excitation."""
    net = Chain((4, 16, 16))
    x = net.conv(4, 3)
    net.op("gap")
    net.conv(4, 1)
    gate = net.op("sigmoid")
    net.x = x
    net.op("mul", gate)
    return net


def test_a_gate_lets_everything_through():
    # Whatever the window, the gate has seen all 16; it does not end the field.
    net = gated()
    net.conv(4, 3)
    assert of_whole(with_head(net))["seen"] == ((0, 15), (0, 15))


def test_what_only_training_runs_is_checked_but_not_in_the_peak():
    build = Builder((2, 8, 8))
    x = build.add("conv", OPS["conv"](out_channels=4, kernel_size=3), 0)
    wide = {"out_channels": 64, "kernel_size": 1}
    aside = build.add("aux", OPS["conv"](**wide), x, train_only=True)
    aside = build.add("aux_relu", OPS["relu"](), aside, train_only=True)
    x = build.add("relu", OPS["relu"](), x)
    graph = build.graph(x, aside)
    checks = verify_network(graph, name="net")
    assert [check for check in checks if not check.ok] == []
    found = {(check.path, check.quantity): check.measured for check in checks}
    assert found["aux", "params"] == 64 * 4 + 64
    assert ("aux", "macs") not in found
    assert ("aux_relu", "values") in found
    # 4×6×6 read and written by the relu: more than the 2×8×8 and 4×6×6 of the convolution.
    assert found["net", "peak_activation_bytes"] == 4 * 2 * 4 * 6 * 6


def test_a_second_input_grows_with_the_first():
    build = Builder((2, 8, 8), (3, 4, 4))
    x = build.add("down", OPS["conv"](out_channels=3, kernel_size=3, stride=2, padding=1), 0)
    for number in range(4):
        x = build.add(f"{number}", OPS["conv"](out_channels=3, kernel_size=3, padding=1), x)
    x = build.add("add", OPS["add"](), x, 1)
    # 3 + 4 · 2 · 2 = 19 > 8: not to be seen in the input as it is.
    assert of_whole(build.graph(x))["receptive_field"] == (19, 19)


def pyramid():
    """Zhao et al., arXiv:1612.01105: pooled to few bins, brought back to size, and joined."""
    net = Chain((4, 13, 11))
    x = net.conv(4, 3)
    size = net.build.shape(x)[1:]
    bins = []
    for count in (2, 3, 6):
        net.x = x
        net.op("adaptive_avgpool", output_size=count)
        net.conv(2, 1)
        bins.append(net.op("resize", size=size, mode="bilinear"))
    net.x = x
    net.op("concat", *bins)
    net.conv(4, 3)
    return net.graph()


def hybrid():
    """Tokens of a feature map, all of which meet, and the map again."""
    net = Chain((4, 8, 6))
    net.op("pad", padding=1, mode="reflect")
    net.conv(4, 3)
    net.op("pixel_unshuffle", factor=2)
    channels, *sizes = net.build.shape(net.x)
    net.op("reshape", shape=(channels, -1))
    net.op("attention", net.x, net.x, heads=2)
    net.op("reshape", shape=(channels, *sizes))
    net.op("pixel_shuffle", factor=2)
    return net.graph()


def mirrored():
    """Windows over what is mirrored, and a size that no factor reaches."""
    net = Chain((4, 13, 11))
    net.op("pad", padding=((2, 1), (1, 3)), mode="reflect")
    net.conv(4, 3)
    net.op("pad", padding=1, mode="replicate")
    net.op("resize", scale=(2, 3), mode="bilinear")
    return net.graph()


def test_bins_of_a_pyramid_are_confirmed():
    assert {"receptive_field", "seen"} <= set(of_whole(pyramid()))


def test_mirrored_borders_are_confirmed():
    found = of_whole(mirrored())
    assert set(found) == OF_ALL
    # By hand: two neighbours of a blend, each by a window of 3; half and a third of a step.
    assert (found["receptive_field"], found["jump"]) == ((4, 4), (Fraction(1, 2), Fraction(1, 3)))


def test_tokens_have_no_place_but_everything_else_is_confirmed():
    assert set(of_whole(hybrid())) == {"peak_activation_bytes"}


@pytest.mark.parametrize("op", ["adaptive_avgpool", "adaptive_maxpool"])
def test_one_window_is_a_global_pool(op):
    net = Chain((4, 9, 9))
    net.conv(4, 3)
    net.op(op, output_size=1)
    net.op("flatten")
    assert of_whole(net.graph())["receptive_field"] == (3, 3)
