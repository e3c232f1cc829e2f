"""Which channels meet: without a shuffle those of one group, with it those of all."""

import numpy as np
import pytest

from convcalc.executor import Plan, Step, run
from convcalc.variants import Bottleneck, ShuffledGrouped

CHANNELS, SIZE = 12, (5, 3)
GROUPED = {"out_channels": CHANNELS, "kernel_size": 3, "padding": 1}


def met(*steps):
    """For each output channel the input channels that change it, found by poison."""
    numbered = enumerate(steps)
    made = tuple(Step(str(at), op, arguments, (at,)) for at, (op, arguments) in numbered)
    return met_in(Plan(((CHANNELS, *SIZE),), made, (len(steps),)))


def met_in(plan):
    changed = []
    for channel in range(CHANNELS):
        x = np.zeros((1, CHANNELS, *SIZE), np.float32)
        x[0, channel] = np.nan
        changed.append(np.isnan(run(plan, [x])[0][0]).all(axis=(1, 2)))
    return [set(np.flatnonzero(row).tolist()) for row in np.array(changed).T]


def group_of(channel, groups):
    each = CHANNELS // groups
    return set(range(channel // each * each, channel // each * each + each))


@pytest.mark.parametrize("groups", [1, 2, 3, 4, 6, 12])
def test_without_a_shuffle_groups_stay_among_themselves(groups):
    conv = ("conv", {**GROUPED, "groups": groups})
    expected = [group_of(channel, groups) for channel in range(CHANNELS)]
    assert met(conv) == expected
    assert met(conv, conv, conv) == expected


@pytest.mark.parametrize("groups", [1, 2, 3])
def test_with_a_shuffle_every_output_sees_every_channel(groups):
    # As long as a group has at least as many channels as there are groups: G² ≤ C.
    conv, shuffle = ("conv", {**GROUPED, "groups": groups}), ("shuffle", {"groups": groups})
    assert met(conv, shuffle, conv) == [set(range(CHANNELS))] * CHANNELS


@pytest.mark.parametrize(("groups", "seen"), [(4, 9), (6, 4)])
def test_with_more_groups_than_channels_in_one_it_takes_more_layers(groups, seen):
    # By hand: C/G = 3 channels of 3 groups of 3 for G = 4; 2 channels of 2 groups of 2 for G = 6.
    conv, shuffle = ("conv", {**GROUPED, "groups": groups}), ("shuffle", {"groups": groups})
    assert {len(channels) for channels in met(conv, shuffle, conv)} == {seen}
    stack = (conv, shuffle) * 4
    assert met(*stack, conv) == [set(range(CHANNELS))] * CHANNELS


def test_a_shuffle_alone_deals_channels_out():
    # ShuffleNet, arXiv:1707.01083, section 3.1: (G, C/G) transposed; by hand for G = 3.
    order = [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]
    assert met(("shuffle", {"groups": 3})) == [{channel} for channel in order]


def test_depthwise_then_pointwise_sees_all_channels():
    depthwise = ("conv", {**GROUPED, "groups": CHANNELS})
    pointwise = ("conv", {"out_channels": CHANNELS, "kernel_size": 1})
    assert met(depthwise) == [{channel} for channel in range(CHANNELS)]
    assert met(depthwise, pointwise) == [set(range(CHANNELS))] * CHANNELS


def steps_of(layer):
    """The operators of a named convolution, as the executor takes them."""
    nodes = layer.graph((CHANNELS, *SIZE)).nodes
    return tuple(Step(n.path, n.op.name, n.spec.model_dump(), n.inputs) for n in nodes)


def test_the_named_shuffled_convolution_opens_the_groups_of_the_next():
    conv, shuffle = steps_of(ShuffledGrouped(**GROUPED, groups=3))
    pairs = [(conv.op, conv.arguments), (shuffle.op, shuffle.arguments)]
    assert met(*pairs, ("conv", {**GROUPED, "groups": 3})) == [set(range(CHANNELS))] * CHANNELS


def test_the_named_shufflenet_bottleneck_mixes_all_channels():
    # Without its shuffle (and its skip) the two grouped 1×1 convolutions would stay in the groups.
    layer = Bottleneck(out_channels=CHANNELS, style="shufflenet", mid=9, groups=3)
    steps = steps_of(layer)
    whole = Plan(((CHANNELS, *SIZE),), steps, (len(steps),))
    assert met_in(whole) == [set(range(CHANNELS))] * CHANNELS
    unshuffled = [step for step in steps if step.op == "conv"]
    assert met(*((step.op, step.arguments) for step in unshuffled)) == [
        group_of(channel, 3) for channel in range(CHANNELS)
    ]
