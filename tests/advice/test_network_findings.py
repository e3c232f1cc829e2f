"""How findings in a network are told: in order, with places, copies once."""

import re
from inspect import getdoc

import pytest
from advised_networks import chain, conv, costed, drawn, found_by, placed
from commandline import convcalc

from convcalc.advice import ADVICE, NETWORK_ADVICE, advise_graph
from convcalc.errors import Place
from convcalc.graph import Builder

WIDE = (64, 28, 28)


def test_findings_come_in_the_order_of_the_file_with_their_places():
    graph = chain((64, 14, 14), a=conv(20, 1, padding=1), b=conv(64, 1, stride=2))
    place = Place("net.yaml", 7, 3, 4, "- conv: {out: 20}")
    found = advise_graph(placed(graph, place), costed(graph))
    assert [(one.code, one.path) for one in found] == [
        ("CC507", "a"),
        ("CC510", "a"),
        ("CC501", "b"),
        ("CC507", "b"),
    ]
    assert str(found[0]).startswith("net.yaml:7:3: note[CC507]: a: out_channels=20 is not")


def test_copies_of_a_layer_are_one_finding():
    net = drawn(64, 14, 14)
    for stage, blocks in ((1, 3), (2, 2)):
        for block in range(blocks):
            net.add(f"layer{stage}.{block}.conv", conv(64, 1, padding=1))
            net.add(f"layer{stage}.{block}.pool", conv(64, 3, padding=0))
    found = found_by("CC510", net.graph())
    assert [(one.path, one.count) for one in found] == [
        ("layer1.*.conv", 3),
        ("layer2.*.conv", 2),
    ]
    assert found[0].paths == ("layer1.0.conv", "layer1.1.conv", "layer1.2.conv")
    assert str(found[0]).startswith("note[CC510]: layer1.*.conv (3 times): 60 of 256 outputs")


def test_copies_at_two_places_are_two_findings():
    one, other = (chain((64, 9), **{f"c__{n}": conv(20, 1)}) for n in range(2))
    net = drawn(64, 9)
    net.add("c.0", conv(20, 1))
    net.add("c.1", conv(20, 1, padding=0))
    graph = net.graph()
    places = [Place("a.yaml", 1, 1, 1, "x"), Place("a.yaml", 2, 1, 1, "x")]
    nodes = [placed(part, place).nodes[0] for part, place in zip((one, other), places, strict=True)]
    assert [node.path for node in nodes] == ["c.0", "c.1"]
    apart = type(graph)(graph.inputs, tuple(nodes), graph.outputs)
    assert [found.count for found in found_by("CC507", apart)] == [1, 1]


def test_a_rule_on_one_operator_says_of_a_network_what_it_says_of_the_layer():
    net = drawn(50, 9, 9)
    net.add("a", conv(50, 4, padding="same"))
    net.add("b", conv(50, 4, padding=((1, 2), (1, 2))))  # the same in numbers, asked for
    graph = net.graph()
    assert [one.path for one in found_by("CC508", graph)] == ["a"]
    costs = costed(graph).ops
    for code, rule in ADVICE.items():
        said = [text for op in costs if (text := rule(op))]
        assert [one.message for one in found_by(code, graph)] == said


@pytest.mark.parametrize("code", NETWORK_ADVICE)
def test_a_network_rule_explains_itself(code):
    parts = re.findall(r"^(\w+): ", getdoc(NETWORK_ADVICE[code]), re.MULTILINE)
    assert parts == ["Why", "Example", "Fix"]
    ran = convcalc("explain", code)
    assert (ran.code, ran.err) == (0, "")
    assert code in ran.out


def test_network_rules_stand_in_the_order_of_their_codes():
    assert list(NETWORK_ADVICE) == sorted(NETWORK_ADVICE)
    assert set(NETWORK_ADVICE) == {"CC503", "CC504", "CC505", "CC509", "CC511"}
    assert not set(NETWORK_ADVICE) & set(ADVICE)


def test_a_layer_that_only_trains_does_no_work_that_could_be_wasted():
    """CC506 asks for the share of MACs on padding, and of the auxiliary layer there are none."""
    net = Builder((8, 3, 3))
    wide = conv(8, 3, padding=3)
    auxiliary = net.add("auxiliary", wide, 0, train_only=True)
    main = net.add("main", wide, 0)
    graph = net.graph(main, auxiliary)
    assert [one.path for one in found_by("CC506", graph)] == ["main"]


@pytest.mark.parametrize("name", ["inception_v3", "googlenet"])
def test_networks_with_auxiliary_heads_are_advised(name):
    assert convcalc("net", name, "--advice").code == 0
