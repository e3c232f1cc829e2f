"""CC505: a bias that the norm behind it takes off."""

import numpy as np
import plans
import pytest
from advised_networks import chain, conv, drawn, found_by, said

from convcalc.executor import run
from convcalc.ops import (
    BatchNorm,
    ConvTranspose,
    GroupNorm,
    InstanceNorm,
    LayerNorm,
    Linear,
    Relu,
)

WIDE = (64, 28, 28)


def test_a_bias_before_a_norm():
    graph = chain(WIDE, conv=conv(48, 3), norm=BatchNorm())
    assert said("CC505", graph) == (
        "note[CC505]: conv: the bias before bn is redundant: 48 params; use bias=false"
    )


def test_a_group_norm_of_one_channel_each_takes_the_bias_off_too():
    graph = chain(WIDE, up=ConvTranspose(out_channels=8, kernel_size=2), norm=GroupNorm(groups=8))
    assert said("CC505", graph) == (
        "note[CC505]: up: the bias before gn is redundant: 8 params; use bias=false"
    )


def test_a_flat_tensor_has_a_mean_for_each_feature_too():
    graph = chain((6,), fc=Linear(out_features=10), norm=BatchNorm())
    assert said("CC505", graph) == (
        "note[CC505]: fc: the bias before bn is redundant: 10 params; use bias=false"
    )


@pytest.mark.parametrize(
    ("norm", "redundant"),
    [
        (InstanceNorm(), True),
        (GroupNorm(groups=8), True),
        (GroupNorm(groups=4), False),
        (GroupNorm(groups=1), False),
        (LayerNorm(), False),
    ],
)
def test_it_fires_exactly_where_a_run_shows_no_difference(norm, redundant):
    # bn is left out: its statistics are of a training that no run has.
    graph = chain((3, 7, 5), conv=conv(8, 3), norm=norm)
    generator = np.random.default_rng(0)
    x, weight = generator.standard_normal((1, 3, 7, 5)), generator.standard_normal((8, 3, 3, 3))
    outputs = [
        run(plans.plan(graph), [x], {"conv": (weight, bias)})[0]
        for bias in (np.zeros(8), generator.standard_normal(8))
    ]
    assert np.allclose(*outputs, atol=1e-5) == redundant
    assert bool(found_by("CC505", graph)) == redundant


def read_twice(second, *, output=False):
    net = drawn(*WIDE)
    x = net.add("conv", conv(64, 3))
    a = net.add("norm", BatchNorm())
    net.x = x
    b = net.add("other", second)
    return net.graph(a, b, x) if output else net.graph(a, b)


def test_two_norms_that_read_one_convolution():
    assert said("CC505", read_twice(BatchNorm())).count("note[") == 1


@pytest.mark.parametrize(
    "graph",
    [
        chain(WIDE, conv=conv(64, 3, bias=False), norm=BatchNorm()),
        chain(WIDE, conv=conv(64, 3), norm=GroupNorm(groups=32)),  # the mean is over two channels
        chain(WIDE, conv=conv(64, 3), norm=GroupNorm(groups=1)),
        chain(WIDE, conv=conv(64, 3), norm=LayerNorm()),
        chain(WIDE, conv=conv(64, 3), relu=Relu(), norm=BatchNorm()),
        chain(WIDE, norm=BatchNorm(), conv=conv(64, 3)),  # DenseNet's order
        chain(WIDE, conv=conv(64, 3)),
        read_twice(Relu()),
        read_twice(BatchNorm(), output=True),
    ],
)
def test_a_bias_that_is_needed(graph):
    assert said("CC505", graph) == ""
