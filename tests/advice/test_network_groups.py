"""CC504: grouped convolutions in a row that mix nothing, proved by running."""

import plans
import pytest
from advised_networks import chain, conv, drawn, found_by, grouped, residual, said
from hypothesis import given
from hypothesis import strategies as st

from convcalc.executor import channels_reached
from convcalc.ops import AvgPool, BatchNorm, Concat, ConvTranspose, Mul, Relu, Shuffle
from convcalc.variants import Bottleneck

WIDE = (64, 4, 4)


def shuffle_unit(*, shuffled):
    """ShuffleNet's unit without its skip, arXiv:1707.01083, figure 2b."""
    layers = {
        "reduce": grouped(4, 32, 1),
        "depthwise": grouped(32, 32),
        "expand": grouped(4, 64, 1),
    }
    if shuffled:
        layers = {"reduce": layers.pop("reduce"), "shuffle": Shuffle(groups=4), **layers}
    return chain(WIDE, **layers)


def gated(between):
    """Two grouped convolutions with a gate for each channel between them."""
    net = drawn(*WIDE)
    x = net.add("a", grouped(4))
    net.add("pool", AvgPool(kernel_size=4))
    gate = net.add("excite", between)
    net.x = x
    net.add("scale", Mul(), gate)
    net.add("b", grouped(4))
    return net.graph()


def joined_with_input():
    net = drawn(*WIDE)
    net.add("a", grouped(4))
    net.add("join", Concat(), 0)
    net.add("b", grouped(4))
    return net.graph()


def residual_blocks(*layers):
    net = drawn(*WIDE)
    for block in range(2):
        residual(net, f"block.{block}", *layers)
    return net.graph()


UNMIXED = [
    # C/G = 16 of 64.
    (chain(WIDE, a=grouped(4), b=grouped(4)), "b: 2", "a", 16),
    (chain(WIDE, a=grouped(4), relu=Relu(), b=grouped(4), c=grouped(4)), "c: 3", "a", 16),
    # Two of the groups of 8 lie in one of 4, and the other way round.
    (chain(WIDE, a=grouped(8), b=grouped(4)), "b: 2", "a", 16),
    (chain(WIDE, a=grouped(4), b=grouped(8)), "b: 2", "a", 16),
    (chain(WIDE, a=grouped(4), deal=Shuffle(groups=1), b=grouped(4)), "b: 2", "a", 16),
    (chain(WIDE, a=grouped(4), bn=BatchNorm(), b=grouped(4)), "b: 2", "a", 16),
    (shuffle_unit(shuffled=False), "expand: 2", "reduce", 16),
    (residual_blocks(grouped(4)), "block.1.0: 2", "block.0.0", 16),
    (residual_blocks(grouped(4), grouped(4)), "block.1.1: 4", "block.0.0", 16),
    (gated(grouped(64, 64, 1)), "b: 2", "a", 16),
]
UP = ConvTranspose(out_channels=64, kernel_size=2, stride=2, groups=4)
UNMIXED.append((chain(WIDE, a=grouped(4), up=UP), "up: 2", "a", 16))

MIXED = [
    chain(WIDE, a=grouped(4)),
    chain(WIDE, a=grouped(4), deal=Shuffle(groups=4), b=grouped(4)),
    shuffle_unit(shuffled=True),
    chain(WIDE, a=grouped(4), mix=conv(64), b=grouped(4)),
    chain(WIDE, a=grouped(64), b=grouped(64)),  # depthwise, as a factorised kernel has it
    chain(WIDE, a=grouped(64), b=conv(64), c=grouped(64), d=conv(64)),  # MobileNet
    chain(WIDE, a=grouped(4), b=grouped(64)),
    residual_blocks(conv(64), grouped(4), conv(64)),  # ResNeXt, arXiv:1611.05431
    gated(conv(64)),  # squeeze and excitation: every gate knows every channel
    # After the first shuffle 9 of 12 channels are known, after the second all; as in
    # tests/variants/test_information_reach.py.
    chain(
        (12, 9),
        a=grouped(4, 12),
        deal=Shuffle(groups=4),
        b=grouped(4, 12),
        deal_2=Shuffle(groups=4),
        c=grouped(4, 12),
    ),
    joined_with_input(),  # half of b's groups read the input, the other half what a wrote
]


@pytest.mark.parametrize(("graph", "last", "first", "seen"), UNMIXED)
def test_groups_that_stay_among_themselves(graph, last, first, seen):
    assert said("CC504", graph) == (
        f"note[CC504]: {last} grouped convolutions in a row, from {first} on, mix nothing:"
        f" an output sees {seen} of 64 channels; put a shuffle or a pointwise convolution between"
        " them"
    )
    (channels,) = channels_reached(plans.plan(graph))
    assert max(map(len, channels)) == seen  # proved by poison


@pytest.mark.parametrize("graph", MIXED)
def test_channels_that_meet_are_left_alone(graph):
    assert said("CC504", graph) == ""


def test_a_shuffle_too_few():
    # 9 of 12 channels are known after the shuffle (by hand, as above); c adds none.
    layers = {"a": grouped(4, 12), "deal": Shuffle(groups=4), "b": grouped(4, 12)}
    graph = chain((12, 9), **layers, c=grouped(4, 12))
    assert said("CC504", graph) == (
        "note[CC504]: c: 3 grouped convolutions in a row, from a on, mix nothing: an output sees"
        " 9 of 12 channels; put a shuffle or a pointwise convolution between them"
    )


GROUPS = st.sampled_from([2, 3, 4, 6])


@given(GROUPS, GROUPS, st.sampled_from([1, 2, 3, 4, 6, 12]), st.booleans())
def test_it_fires_exactly_where_poison_finds_no_mixing(first, second, deal, skip):
    net = drawn(12, 3)
    net.add("a", grouped(first, 12, 1))
    if skip:
        residual(net, "block", grouped(12, 12, 1))
    net.add("deal", Shuffle(groups=deal))
    net.add("b", grouped(second, 12, 1))
    graph = net.graph()
    (channels,) = channels_reached(plans.plan(graph))
    widest = max(map(len, channels))
    assert bool(found_by("CC504", graph)) == (widest <= 12 // min(first, second))


def test_the_groups_of_alexnet():
    # Krizhevsky 2012: conv2, conv4 and conv5 are split between two GPUs, conv3 is not.
    layers = {
        "conv1": conv(96, 11, stride=4),
        "conv2": grouped(2, 256, 5),
        "conv3": conv(384, 3),
        "conv4": grouped(2, 384),
        "conv5": grouped(2, 256),
    }
    assert said("CC504", chain((3, 227, 227), **layers)) == (
        "note[CC504]: conv5: 2 grouped convolutions in a row, from conv4 on, mix nothing: an"
        " output sees 192 of 384 channels; put a shuffle or a pointwise convolution between them"
    )


GROUPED = {"resnet": None, "resnext": 32, "shufflenet": 3}


@pytest.mark.parametrize("style", GROUPED)
def test_the_named_bottlenecks_mix(style):
    net = drawn(240, 14, 14)
    for _ in range(3):
        net.x = Bottleneck(out_channels=240, style=style, mid=96, groups=GROUPED[style]).expand(
            net.build, net.x
        )
    assert said("CC504", net.graph()) == ""
