"""Which layer was which, and what is told of it."""

import pytest
from sides import layer, network, read, side

from convcalc.audit.difference import compared


def told(old, new, depth=None):
    """Mark, former path and path of each layer that there is something to tell of."""
    (one,) = compared(side(old), side(new), depth=depth).networks
    return [(str(found.mark), found.was, found.layer.path) for found in one.layers]


def layers(*pairs):
    return network("net", *(layer(path, macs) for path, macs in pairs))


OLD = layers(("stem", 1), ("body", 2), ("head", 3))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, []),
        (layers(("stem", 1), ("body", 9), ("head", 3)), [("~", "", "body")]),
        (layers(("stem", 1), ("trunk", 2), ("head", 3)), [("~", "body", "trunk")]),
        (layers(("stem", 1), ("body", 2), ("neck", 5), ("head", 3)), [("+", "", "neck")]),
        (layers(("stem", 1), ("head", 3)), [("-", "", "body")]),
        # Another name and another cost: nothing says that it is the same layer.
        (
            layers(("stem", 1), ("trunk", 9), ("head", 3)),
            [("-", "", "body"), ("+", "", "trunk")],
        ),
        # In another order all cost the same.
        (layers(("body", 2), ("stem", 1), ("head", 3)), []),
        # A path says which layer is meant, also where two of them change places and costs.
        (
            layers(("stem", 2), ("body", 1), ("head", 3)),
            [("~", "", "stem"), ("~", "", "body")],
        ),
    ],
    ids=["same", "changed", "renamed", "new", "gone", "replaced", "reordered", "swapped"],
)
def test_layers_with_names(new, expected):
    assert told(OLD, new) == expected


def test_one_more_at_the_front_renumbers_and_changes_nothing():
    old = layers(("conv", 1), ("conv_2", 2), ("conv_3", 3))
    new = layers(("conv", 9), ("conv_2", 1), ("conv_3", 2), ("conv_4", 3))
    renumbered = [("conv", "conv_2"), ("conv_2", "conv_3"), ("conv_3", "conv_4")]
    assert told(old, new) == [("+", "", "conv"), *[("~", was, now) for was, now in renumbered]]
    assert told(new, old) == [("-", "", "conv"), *[("~", now, was) for was, now in renumbered]]


def test_a_shift_of_all_sizes_by_a_stage_is_no_renaming():
    """Half the input: stage 1 costs what stage 2 did, and yet it is stage 1."""
    stages = ["p3", "p4", "p5", "p6", "p7"]
    old = layers(*zip(stages, (1024, 256, 64, 16, 4), strict=True))
    new = layers(*zip(stages, (256, 64, 16, 4, 1), strict=True))
    assert told(old, new) == [("~", "", stage) for stage in stages]


def test_the_rest_of_a_block_goes_where_most_of_it_went():
    """conv_2 became conv_3, and its convolution reads more: it is no layer of the new conv_2."""
    old = layers(("conv.conv", 1), ("conv.norm", 2), ("conv_2.conv", 3), ("conv_2.norm", 4))
    new = layers(
        *(("conv.conv", 1), ("conv.norm", 2), ("conv_2.conv", 7), ("conv_2.norm", 8)),
        *(("conv_3.conv", 5), ("conv_3.norm", 4)),
    )
    assert told(old, new) == [
        ("+", "", "conv_2.conv"),
        ("+", "", "conv_2.norm"),
        ("~", "conv_2.conv", "conv_3.conv"),
        ("~", "conv_2.norm", "conv_3.norm"),
    ]


def test_a_layer_is_changed_by_its_arguments_alone():
    old = network("net", layer("act", op="relu"), layer("pool", op="maxpool", kernel_size=(3, 3)))
    new = network("net", layer("act", op="relu6"), layer("pool", op="maxpool", kernel_size=(2, 2)))
    (one,) = compared(side(old), side(new)).networks
    facts = [[(fact.name, fact.old, fact.new) for fact in found.facts()] for found in one.layers]
    assert facts == [[("op", "relu", "relu6")], [("kernel_size", (3, 3), (2, 2))]]
    assert not any(found.metrics for found in one.layers)


def test_numbers_of_a_convolution_by_hand():
    """3·8·9 + 8 = 224 params and 3·8·9·64 MACs; with 5·5 taps 608 params, 3·8·25·64 MACs."""
    old = read("layers: [{name: c, conv: {out: 8, k: 3, p: half}}, {name: act, relu: {}}]")
    new = read("layers: [{name: c, conv: {out: 8, k: 5, p: half}}, {name: act, relu: {}}]")
    (one,) = compared(side(old), side(new)).networks
    (found,) = one.layers
    sides = zip(found.old.metrics.items(), found.new.metrics.values(), strict=True)
    assert {name: (old, new) for (name, old), new in sides} == {
        "params": (224, 608),
        "macs": (13824, 38400),
        # Each axis: 3·8 − 2 = 22 and 5·8 − 6 = 34 taps lie inside; 24 pairs of channels.
        "effective_macs": (24 * 22**2, 24 * 34**2),
        "flops": (27648, 76800),
        "weights_bytes": (896, 2432),
        "activations": (512, 512),
        "traffic_bytes": (896 + 768 + 2048, 2432 + 768 + 2048),
    }
    assert [change.metric for change in found.metrics] == [
        *("params", "macs", "effective_macs", "flops", "weights_bytes", "traffic_bytes")
    ]
    percent = {change.metric: change.percent for change in found.metrics}
    assert percent["macs"] == pytest.approx(100 * (25 / 9 - 1))


def test_layers_are_gathered_before_they_are_compared():
    old = layers(("a.conv", 1), ("a.act", 0), ("b.conv", 2))
    new = layers(("a.conv", 1), ("a.act", 0), ("a.more", 4), ("b.conv", 2))
    (one,) = compared(side(old), side(new), depth=1).networks
    (found,) = one.layers
    assert (found.layer.path, found.change("macs").old, found.change("macs").new) == ("a", 1, 5)


def test_a_gathered_layer_is_changed_where_only_its_inside_is():
    old = network("net", layer("a.act", op="relu"), layer("a.end"))
    new = network("net", layer("a.act", op="relu6"), layer("a.end"))
    assert told(old, new, depth=1) == [("~", "", "a")]


def test_ten_thousand_layers_are_matched():
    """Each by itself would be a square of a hundred million."""
    count = 10_000
    old = layers(*((f"l{n}", n % 7) for n in range(count)))
    more = layers(("first", 99), *((f"l{n}", n % 7) for n in range(count)))
    renumbered = layers(("l0", 99), *((f"l{n + 1}", n % 7) for n in range(count)))
    changed = layers(*((f"l{n}", n % 7 + 10) for n in range(count)))
    assert told(old, more) == [("+", "", "first")]
    assert [mark for mark, *_ in told(old, changed)] == ["~"] * count
    first, *rest = told(old, renumbered)
    assert first == ("+", "", "l0")
    assert rest == [("~", f"l{n}", f"l{n + 1}") for n in range(count)]
