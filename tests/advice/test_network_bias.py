"""CC505: a bias that the norm behind it takes off."""

import pytest
from networks import BatchNorm, GroupNorm, chain, conv, drawn, said

from convcalc.ops import ConvTranspose, Relu

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
        chain(WIDE, conv=conv(64, 3), relu=Relu(), norm=BatchNorm()),
        chain(WIDE, norm=BatchNorm(), conv=conv(64, 3)),  # DenseNet's order
        chain(WIDE, conv=conv(64, 3)),
        read_twice(Relu()),
        read_twice(BatchNorm(), output=True),
    ],
)
def test_a_bias_that_is_needed(graph):
    assert said("CC505", graph) == ""
