"""CC509: what a depthwise-separable form would save."""

import re

import pytest
from advised_networks import chain, conv, drawn, found_by, grouped, placed, said
from hypothesis import given
from hypothesis import strategies as st

from convcalc.variants import Conv, DepthwiseSeparable

WIDE = (64, 28, 28)


def test_what_a_separable_form_would_save():
    # By hand: 64·64·9·28² = 28,901,376; less 64·9·28² + 64·64·28² = 451,584 + 3,211,264.
    graph = chain(WIDE, stem=conv(64, 3), head=conv(64, 1))
    assert said("CC509", graph) == (
        "note[CC509]: stem: a depthwise-separable form would save 25,238,528 of 28,901,376 MACs,"
        " 78.6 % of the network's"  # 28,901,376 + 3,211,264 in all
    )


@given(
    st.integers(16, 40),
    st.integers(1, 40),
    st.sampled_from([{"kernel_size": (3, 1)}, {"kernel_size": 5, "stride": 2}, {"kernel_size": 2}]),
)
def test_the_saving_is_the_difference_of_the_two_layers(channels, out, window):
    shape = (channels, 13, 11)
    dense = Conv(out_channels=out, **window)
    less = dense.cost(shape).macs - DepthwiseSeparable(out_channels=out, **window).cost(shape).macs
    found = said("CC509", dense.graph(shape))
    assert re.findall(r"save ([\d,]+) of", found) == ([f"{less:,}"] if less > 0 else [])


def test_only_the_three_kinds_that_save_most_are_named():
    # 64, 128 and 256 channels at 28², then 16; each kind twice, and the first one strided.
    net = drawn(*WIDE)
    for width in (16, 64, 128, 256):
        for block in range(2):
            net.add(f"stage{width}.{block}", conv(width, 3))
    found = found_by("CC509", net.graph())
    assert [(one.path, one.count) for one in found] == [
        ("stage128.1", 1),
        ("stage256.0", 1),
        ("stage256.1", 1),
    ]


def test_copies_are_counted_together():
    net = drawn(*WIDE)
    for block in range(3):
        net.add(f"stage.{block}.conv", conv(64, 3))
    (found,) = found_by("CC509", net.graph())
    assert (found.path, found.count) == ("stage.*.conv", 3)
    # By hand, as above: 25,238,528 of 3 · 28,901,376 MACs, and three times as much.
    assert str(found) == (
        "note[CC509]: stage.*.conv (3 times): a depthwise-separable form would save 25,238,528 of"
        " 28,901,376 MACs, 29.1 % of the network's; 3 such layers together 87.3 %"
    )


@pytest.mark.parametrize(
    "graph",
    [
        chain((3, 64, 64), stem=conv(64, 7, stride=2)),
        chain((15, 64, 64), stem=conv(64, 3)),
        chain(WIDE, conv=conv(64, 1)),
        chain(WIDE, conv=grouped(64)),
        chain(WIDE, conv=grouped(2)),
        chain(WIDE, conv=conv(1, 3)),  # to one channel: the separable form costs more
    ],
)
def test_where_nothing_is_to_be_saved(graph):
    assert said("CC509", graph) == ""


def test_what_is_only_trained_does_no_work():
    graph = placed(chain(WIDE, aux=conv(64, 3)), None, train_only=("aux",))
    assert said("CC509", graph) == ""


def test_less_than_a_hundredth_is_not_worth_a_line():
    # The 3×3 has 64·16·9 of 64·16·9 + 2048·2048 MACs at each position: 0.2 %.
    graph = chain((64, 4, 4), small=conv(16, 3), wide=conv(2048), head=conv(2048))
    assert said("CC509", graph) == ""
