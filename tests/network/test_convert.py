"""A network that is written as a flat file is the same network."""

from pathlib import Path

import pytest
from figures import figures, paths, reread
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from networks import opened
from random_graphs import PARTS, PIXELS, PLAIN, SIZES, UPSAMPLING, VIEWS, graphs

from convcalc.errors import InputError
from convcalc.graph import Builder
from convcalc.network import Network, load
from convcalc.network.writing import yaml_text
from convcalc.network.writing.names import Names
from convcalc.ops import Add, Concat, Conv, Elementwise, Movement, Op, Permute, Product, Relu, Take

ZOO = sorted(path.stem for path in Path("specs").glob("*.yaml"))


def of(graph, **facts):
    """A network of a graph alone."""
    return Network("net", "net.onnx", {}, graph, {}, "", **facts)


@pytest.mark.parametrize("name", ZOO)
def test_the_zoo_costs_the_same_and_keeps_its_paths(name):
    network = load(name)
    again = reread(network)
    assert figures(again) == figures(network)
    assert paths(again) == paths(network)


KINDS = (PLAIN, VIEWS, UPSAMPLING, PARTS, SIZES, PIXELS)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(graph=graphs(kinds=KINDS))
def test_random_graphs_cost_the_same(graph):
    assume(graph.nodes)  # a file has one layer at least
    network = of(graph, inputs=("a", "b")[: len(graph.inputs)])
    again = reread(network)
    assert figures(again) == figures(network)
    # Their paths begin with a number, which no name does.
    assert paths(again) == [f"_{path}" for path in paths(network)]


SETTLED = """
    vars: {width: 8}
    layers:
      - conv: {out: width, k: 3, p: half, norm: {gn: {groups: 4}}, act: relu}
        name: stem
      - conv: {out: width, k: 3, p: [[0, 1], [1, 0]], bias: true, norm: bn}
        repeat: 3
      - relu
      - resize: {like: input}
"""
FLAT = """
layers:
  - conv: {out: 8, k: 3, p: half, norm: {gn: {groups: 4}}, act: relu}
    name: stem
  - conv: {out: 8, k: 3, p: [[0, 1], [1, 0]], bias: true, norm: bn}
    repeat: 3
  - relu
  - resize: {size: 8}
"""


def test_vars_become_numbers_and_copies_stay():
    text = yaml_text(opened(SETTLED))
    assert text.endswith(FLAT)
    assert "input: 4x8x8\n" in text


def test_defaults_are_left_out():
    text = yaml_text(opened("layers: [{conv: {out: 4, k: 1, s: 1, d: 1, g: 1, p: 0}}, maxpool: 2]"))
    assert "  - conv: {out: 4, k: 1}\n  - maxpool: 2\n" in text


RESIDUAL = """
    blocks:
      residual:
        layers:
          - add:
              main: [{conv: {out: 4, k: 3, p: half}}]
              skip: []
    layers:
      - residual:
        name: body
        repeat: 3
      - residual:
        name: tail
"""


def test_equal_runs_are_one_block_and_copies():
    network = opened(RESIDUAL)
    text = yaml_text(network)
    assert text.count("conv:") == 1
    assert "    name: body\n    repeat: 3\n" in text
    assert "add: [prev, entry]" in text
    assert paths(reread(network)) == paths(network)


def test_heads_for_training_stay_aside():
    network = opened("""
        layers:
          - conv: {out: 4, k: 3}
          - aux:
            name: aux
            train_only: true
          - relu
        blocks:
          aux: {layers: [gap, flatten, {linear: 10}]}
    """)
    again = reread(network)
    assert figures(again) == figures(network)
    assert (
        paths(again) == paths(network) == ["conv", "aux.gap", "aux.flatten", "aux.linear", "relu"]
    )


def test_weights_that_are_shared_count_once():
    build = Builder((4, 8, 8))
    conv = Conv(out_channels=4, kernel_size=1, bias=False)
    one = build.add("head", conv, 0)
    two = build.add("head_2", conv, one, shared=True)
    network = reread(of(build.graph(two)))
    # 4 · 4 weights, once; 64 positions of 16 MACs, twice.
    assert (network.cost().params, network.cost().macs) == (16, 2048)


def test_a_network_that_does_nothing_is_the_identity():
    again = reread(of(Builder((4, 8, 8), (4, 8, 8)).graph(1), inputs=("a", "b")))
    assert ([node.op.name for node in again.graph.nodes], again.graph.outputs) == (
        ["identity"],
        (1,),
    )


def test_outputs_and_inputs_keep_their_names():
    build = Builder((4, 8, 8), (4, 8, 8))
    one = build.add("low", Conv(out_channels=4, kernel_size=1), 0)
    two = build.add("high", Conv(out_channels=4, kernel_size=1), 1)
    text = yaml_text(of(build.graph(two, one, 0), inputs=("rgb", "depth:0")))
    assert "input:\n  rgb: 4x8x8\n  input_1: 4x8x8\n" in text
    assert text.endswith("\noutputs: [high, low, rgb]\n")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("layer1.0.conv1", "layer1.0.conv1"),
        ("0.conv", "_0.conv"),
        ("input", "input_"),
        ("entry", "entry_"),
        ("null", '"null"'),
        ("a b/c: #", "a_b_c_"),
    ],
)
def test_names_that_a_file_may_have(path, name):
    build = Builder((4, 8, 8))
    build.add(path, Conv(out_channels=4, kernel_size=1), 0)
    last = build.add("second", Conv(out_channels=4, kernel_size=1), 0)
    network = of(build.graph(1, last))
    assert f"\n    name: {name}\n" in yaml_text(network)
    assert figures(reread(network)) == figures(network)


class Strange(Op):
    """An operator of a user's own."""

    name = "strange"


def test_what_has_no_word_is_told_with_its_places():
    build = Builder((4, 8, 8))
    x = build.add("b", Strange(), build.add("a", Strange(), 0))
    empty = Movement.trusted(function="Tile", shape=(4, 0, 8))
    build.add("d", Movement.trusted(function="RandomNormal", shape=(4,)))
    with pytest.raises(InputError) as caught:
        yaml_text(of(build.graph(build.add("c", empty, x))))
    assert str(caught.value) == (
        "error[CC143]: it cannot be written as YAML: 2 × strange (a, b): a network file has no such"
        " operator; movement (d): it reads nothing; movement (c): it makes an empty tensor"
    )


def line_of(spec, *shapes):
    """How an operator is written that reads such tensors."""
    build = Builder(*shapes)
    network = of(
        build.graph(build.add("it", spec, *range(len(shapes)))), inputs=("a", "b")[: len(shapes)]
    )
    assert figures(reread(network)) == figures(network)
    (line,) = [one for one in yaml_text(network).splitlines() if f"- {spec.name}" in one]
    return line.removeprefix("  - ").removesuffix(":")


@pytest.mark.parametrize(
    ("spec", "shapes", "line"),
    [
        (Permute(dims=(1, 0, 2)), [(4, 8, 6)], "permute: [1, 0, 2]"),
        (Permute(dims=(0,)), [(4,)], "permute: 0"),
        (Take(starts=1, steps=1, counts=(3, 7)), [(4, 8)], "take: {starts: 1}"),
        (
            Take(starts=(0, 7), steps=(1, -2), counts=(4, 2)),
            [(4, 8)],
            "take: {starts: [0, 7], steps: [1, -2], counts: [4, 2]}",
        ),
        (Take(starts=(0, 9), counts=(4, 0)), [(4, 8)], "take: {starts: [0, 9], counts: [4, 0]}"),
        (Take(starts=0, steps=1, counts=(4, 1)), [(4, 8)], "take: {counts: [4, 1]}"),
        (Elementwise(function="Erf", shape=(4, 8)), [(4, 8)], "elementwise: Erf"),
        (Elementwise(function="Mul", shape=(4, 8)), [(4, 1), (4, 8)], "elementwise: Mul"),
        (
            Elementwise(function="Add", shape=(4, 8), learned=(8, 8)),
            [(4, 1)],
            "elementwise: {function: Add, shape: 4x8, params: [8, 8]}",
        ),
        (
            Movement(function="Tile", shape=(8,), learned=(768,)),
            [(4,)],
            "movement: {function: Tile, shape: 8, params: 768}",
        ),
        (
            Product(shape=(4, 4), inner=8),
            [(4, 8), (4, 8)],
            "product: {shape: 4x4, inner: 8}",
        ),
        (
            Product(shape=(4, 8), inner=8, function="Einsum"),
            [(4, 8), (8, 8)],
            "product: {function: Einsum, shape: 4x8, inner: 8}",
        ),
    ],
)
def test_what_goes_without_saying_is_left_out(spec, shapes, line):
    assert line_of(spec, *shapes) == line


def test_a_join_of_one_tensor_is_itself():
    # As DenseNet's first layers have it: 4·8·8 numbers in and as many out.
    build = Builder((4, 8, 8))
    network = of(build.graph(build.add("concat", Concat(), 0)))
    assert "  - concat: [prev]\n" in yaml_text(network)
    assert figures(reread(network)) == figures(network)
    assert reread(network).cost().traffic_bytes == 2 * 4 * 256


def test_copies_read_the_one_before_so_the_first_does_too():
    build = Builder((4, 8, 8))
    first = build.add("a", Relu(), 0)
    build.add("b", Relu(), first)
    x = build.add("c.1", Relu(), build.add("c.0", Relu(), first))
    network = of(build.graph(x))
    assert "repeat" not in yaml_text(network)
    assert figures(reread(network)) == figures(network)


def test_copies_for_training_would_all_read_what_stands_before_them():
    build = Builder((4, 8, 8))
    first = build.add("a", Relu(), 0)
    aside = build.add("aux.0", Relu(), first, train_only=True)
    build.add("aux.1", Relu(), aside, train_only=True)
    with pytest.raises(InputError, match="CC143"):
        yaml_text(of(build.graph(first)))


HEADS = st.sampled_from(["a", "b", "a.0", "a.1", "b.0", "b.1", "a.0.0", "relu"])
TAILS = st.sampled_from(
    [[".x", ".y"], ["", ".x", ".y"], ["", ".0", ".1"], [".0", ".1"], [""], [".relu", ".relu_2"]]
)


@st.composite
def alike(draw):
    """Networks of layers that are the same, under few paths, read from here and there."""
    build, last = Builder((4, 3, 3)), 0
    for _ in range(draw(st.integers(1, 6))):
        head, start = draw(HEADS), last
        for tail in draw(TAILS):
            last = build.add(head + tail, Relu(), draw(st.sampled_from([last, last, start])))
        if draw(st.booleans()):
            last = build.add(f"{head}.join", Add(), last, start)
    outputs = draw(st.lists(st.integers(1, last), max_size=2, unique=True))
    return of(build.graph(*outputs or [last]))


@settings(max_examples=300, deadline=None)
@given(network=alike())
def test_no_two_layers_have_one_name(network):
    again, names = reread(network), Names(("input",))
    assert figures(again) == figures(network)
    assert paths(again) == [names.of(path) for path in paths(network)]


@pytest.mark.parametrize(
    "text", ["yes: no", "a #b", "- x", "3", 'say "so"', "true", "ü\u2028\x07é"]
)
def test_any_text_may_be_a_name_or_a_source(text):
    build = Builder((4, 8, 8))
    graph = build.graph(build.add("conv", Conv(out_channels=4, kernel_size=1), 0))
    network = Network(text, "nets/f.onnx", {}, graph, {}, text)
    again = reread(network)
    line = " ".join(text.replace("\x07", "").split())
    assert (again.name, again.source) == (line, f"{line}; converted from f.onnx")
