"""Conventions by hand, where it matters how operators stand to each other."""

import pytest
from commandline import convcalc

from convcalc.analysis.cost import graph_cost
from convcalc.conventions import CONVENTIONS, TOOLS
from convcalc.conventions.by_tool import count
from convcalc.conventions.folding import folding
from convcalc.graph import Builder
from convcalc.ops import OPS, Add, BatchNorm, Conv, Relu

CONV = Conv(out_channels=3, kernel_size=1)  # 3·3 MACs and 3 biases at each of 4 positions


def counted(name, graph, batch=1):
    return count(TOOLS[name], graph_cost(graph, batch=batch, dtype="fp32"), graph)


def normed(*, twice=False, conv=CONV, train_only=False):
    """A convolution and its norm; what the convolution gives may be read once more."""
    build = Builder((3, 2, 2))
    before = build.add("conv", conv, 0)
    after = build.add("bn", BatchNorm(), before, train_only=train_only)
    return build.graph(build.add("add", Add(), before, after) if twice else after)


def test_a_norm_is_folded_into_the_convolution_that_it_alone_reads():
    without = Conv(out_channels=3, kernel_size=1, bias=False)
    # 36 MACs, and a bias of 12 that the norm brings; a bias of its own is there already.
    assert counted("onnx-tool", normed(conv=without)).number == 36 + 12
    assert counted("onnx-tool", normed()).number == 36 + 12


def test_a_norm_is_not_folded_where_others_read_the_convolution():
    # 36 MACs, 12 biases, 31 for each of 12 elements of the norm, 12 additions.
    assert counted("onnx-tool", normed(twice=True)).number == 36 + 12 + 31 * 12 + 12
    build = Builder((3, 2, 2))
    conv = build.add("conv", CONV, 0)
    assert folding(build.graph(build.add("bn", BatchNorm(), conv), conv)).folded == frozenset()


def test_a_norm_of_the_input_is_not_folded():
    build = Builder((3, 2, 2))
    graph = build.graph(build.add("bn", BatchNorm(), 0))
    assert counted("onnx-tool", graph).number == 31 * 12


def test_what_only_training_runs_is_nothing():
    assert counted("thop", normed(train_only=True)).number == 36
    assert counted("thop", normed()).number == 36 + 4 * 12


def test_samples_multiply():
    assert counted("ptflops", normed(), batch=5).number == 5 * (36 + 12 + 2 * 12)


def test_a_part_of_nothing_is_not_told():
    build = Builder((3, 2, 2))
    graph = build.graph(build.add("relu", Relu(), 0))
    assert counted("torch", graph).parts == ()
    assert counted("torch", graph).number == 0


@pytest.mark.parametrize("name", TOOLS)
def test_rules_are_of_operators_that_there_are(name):
    tool = TOOLS[name]
    assert tool.name == name
    assert {*tool.rules, *tool.unknown} <= {*OPS}


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_is_explained_with_its_table(name):
    shown = convcalc("explain", name).out
    assert TOOLS[name].version in shown
    assert TOOLS[name].calls_it in shown
    assert all(op in shown for op in TOOLS[name].rules)


@pytest.mark.parametrize("name", CONVENTIONS)
def test_layers_can_be_compared_by_it(name):
    ran = convcalc("compare", "12x9x9", "12", "-g", "3", "--convention", name)
    assert ran.code == 0
    assert "resize-conv" in ran.out
