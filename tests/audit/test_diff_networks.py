"""Networks are paired; totals are subtracted."""

from fractions import Fraction

import pytest
from sides import layer, network, read, side

from convcalc.audit.difference import Change, compared
from convcalc.errors import InputError


def pairs(old, new):
    return [(str(one.mark), one.name) for one in compared(side(*old), side(*new)).networks]


def test_two_single_networks_are_paired_whatever_their_names():
    assert pairs([network("a", macs=1)], [network("b", macs=1)]) == [("~", "a -> b")]


def test_networks_are_paired_by_file_then_by_name():
    old = [network("a", file="x.yaml"), network("b", file="y.yaml"), network("c", file="z.yaml")]
    new = [network("c", file="moved.yaml"), network("renamed", file="x.yaml"), network("d")]
    assert pairs(old, new) == [("~", "c"), ("~", "a -> renamed"), ("+", "d"), ("-", "b")]


def test_presets_of_one_file_are_paired_by_name():
    old = [network("r50", file="r.yaml"), network("r101", file="r.yaml")]
    assert pairs(old, old[::-1]) == [("~", "r101"), ("~", "r50")]


def test_a_network_on_one_side_is_new_or_gone_with_all_it_costs():
    old, new = network("a", macs=5, params=0), network("b", macs=7)
    found = compared(side(old, network("c")), side(new, network("c"))).networks
    assert [(str(one.mark), one.name, one.totals) for one in found] == [
        ("+", "b", (Change("macs", None, 7),)),
        ("~", "c", ()),
        ("-", "a", (Change("macs", 5, None),)),
    ]


def test_what_is_the_same_is_not_told():
    one = network("a", layer("x", 3), macs=3, params=0)
    found = compared(side(one), side(one))
    assert found.same
    assert found.networks[0].same


def test_totals_by_hand():
    """A 3×3 and a 5×5 convolution of 3 to 8 channels on 8×8: fields 3 and 5, nothing strided."""
    old = read("layers: [{conv: {out: 8, k: 3, p: half}}]")
    new = read("layers: [{conv: {out: 8, k: 5, p: half}}]")
    (one,) = compared(side(old), side(new)).networks
    found = {change.metric: (change.old, change.new, change.difference) for change in one.totals}
    assert found["macs"] == (13824, 38400, 24576)
    assert found["receptive_field"] == ((3, 3), (5, 5), (2, 2))
    assert found["offset"] == ((-1, -1), (-2, -2), (-1, -1))
    assert "activations" not in found
    assert "jump" not in found


@pytest.mark.parametrize(
    ("old", "new", "difference", "percent"),
    [
        (100, 98, -2, Fraction(-2)),
        (3, 4, 1, Fraction(100, 3)),
        (0, 5, 5, None),
        (None, 5, 5, None),
        (5, None, -5, Fraction(-100)),
        (-4, -6, -2, Fraction(-50)),
        ((4, 8), (6, 8), (2, 0), (Fraction(50), Fraction(0))),
        ((0, 8), (6, 8), (6, 0), None),
        ((4,), (4, 4), None, None),
        ((), (7, 7), None, None),
        (10**400, 10**400 + 1, 1, Fraction(100, 10**400)),
    ],
)
def test_a_difference_and_its_percentage(old, new, difference, percent):
    change = Change("macs", old, new)
    assert (change.difference, change.percent) == (difference, percent)


def test_sides_of_another_batch_or_dtype_are_not_compared():
    with pytest.raises(InputError) as caught:
        compared(side(network("a"), batch=8, dtype="fp16"), side(network("a")))
    assert caught.value.problem.code == "CC124"
    assert "a side is of batch 8, fp16 and a side is of batch 1, fp32" in str(caught.value)
