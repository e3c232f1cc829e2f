"""CC511: outputs that nobody reads."""

import re

from advised_networks import conv, drawn, placed, said

from convcalc.ops import Relu

WIDE = (64, 28, 28)


def with_dead_end():
    net = drawn(*WIDE)
    x = net.add("body", conv(64, 1))
    net.add("aux.conv", conv(8, 1, bias=False))
    net.add("aux.relu", Relu())
    return net.graph(x)


def test_a_branch_that_leads_nowhere():
    # By hand: 64·8 weights, at 28² positions.
    assert said("CC511", with_dead_end()) == (
        "note[CC511]: aux.relu: nobody reads its output, and 1 more layer leads only here:"
        " 512 params and 401,408 MACs for nothing; read it, name it in outputs or remove it"
    )


def test_an_operator_that_costs_nothing():
    net = drawn(*WIDE)
    net.add("relu", Relu())
    assert said("CC511", net.graph(0)) == (
        "note[CC511]: relu: nobody reads its output; read it, name it in outputs or remove it"
    )


def test_a_dead_end_that_forks_is_counted_once():
    # 64·64 + 64 params of a, and of b and c as many.
    net = drawn(*WIDE)
    x = net.add("a", conv(64, 1))
    net.add("b", conv(64, 1))
    net.x = x
    net.add("c", conv(64, 1))
    told = re.findall(r"([\d,]+) params", said("CC511", net.graph(0)))
    params = [int(number.replace(",", "")) for number in told]
    assert (len(params), sum(params)) == (2, 3 * 4160)


def test_what_is_only_trained_may_end_anywhere():
    graph = placed(with_dead_end(), None, train_only=("aux.conv", "aux.relu"))
    assert said("CC511", graph) == ""


def test_every_output_counts():
    net = drawn(*WIDE)
    x = net.add("body", conv(64, 1))
    y = net.add("aux", conv(8, 1))
    assert said("CC511", net.graph(x, y)) == ""
