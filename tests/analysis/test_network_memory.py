"""The peak of memory: by hand, and against a list of what lives that is kept naively."""

from math import prod

import pytest
from hypothesis import given
from known_networks import Chain, resnet
from random_graphs import PARTS, PLAIN, UPSAMPLING, VIEWS, graphs

from convcalc.analysis.memory import peak, peak_activation_bytes
from convcalc.graph import Builder
from convcalc.ops import OPS


def of(graph, batch=1, dtype="fp32"):
    return peak_activation_bytes(graph, batch=batch, dtype=dtype)


def test_resnet50_by_hand():
    # docs/counting.md: three tensors of 256·56·56 floats in layer1.
    found = peak(resnet((3, 4, 6, 3)).graph(), batch=1, dtype="fp32")
    assert found.bytes == 9_633_792
    assert [one.bytes for one in found.living] == [3_211_264] * 3


@pytest.mark.parametrize(("dtype", "each"), [("fp64", 8), ("fp16", 2), ("int8", 1)])
def test_bytes_are_those_of_the_dtype_and_the_batch(dtype, each):
    assert of(resnet((1, 1, 1, 1)).graph(), 3, dtype) == 3 * each * 3 * 256 * 56 * 56


def test_less_than_a_byte_rounds_up_a_tensor():
    net = Chain((3, 1))
    net.op("relu")
    assert of(net.graph(), dtype="int4") == 2 + 2


def test_a_skip_is_held_until_it_is_read():
    # By hand, 5 numbers each: x lives beside a and b, then b and sum.
    net = Chain((1, 5))
    for _ in range(2):
        net.op("relu")
    net.op("add", 0)
    assert of(net.graph()) == 3 * 20


def test_what_nobody_reads_dies_at_once():
    build = Builder((1, 5))
    x = build.add("a", OPS["relu"](), 0)
    build.add("unread", OPS["relu"](), 0)
    x = build.add("b", OPS["relu"](), x)
    # x, a and unread; then a and b.
    assert of(build.graph(x)) == 3 * 20


def test_an_input_that_is_not_read_lives_as_long_as_the_first_node():
    build = Builder((1, 5), (1, 7))
    x = build.add("a", OPS["relu"](), 0)
    x = build.add("b", OPS["relu"](), x)
    assert of(build.graph(x)) == 4 * (5 + 5 + 7)


def test_outputs_live_to_the_end():
    net = Chain((1, 5))
    tensors = [net.op("relu") for _ in range(4)]
    assert of(net.build.graph(tensors[-1])) == 2 * 20
    assert of(net.build.graph(*reversed(tensors))) == 4 * 20
    assert of(net.build.graph(tensors[-1], 0)) == 3 * 20


def test_a_view_has_no_bytes_and_holds_what_it_views():
    # By hand: relu 8 numbers; two slices of it; the second is read last, so all 8 are held.
    build = Builder((8, 1))
    x = build.add("relu", OPS["relu"](), 0)
    first = build.add("first", OPS["slice"](start=0, channels=2), x)
    second = build.add("second", OPS["slice"](start=2, channels=2), x)
    first = build.add("a", OPS["relu"](), first)
    first = build.add("b", OPS["relu"](), first)
    joined = build.add("join", OPS["add"](), first, second)
    # input and relu 16; then relu 8, a 2 and b 2; then 8, 2, 2.
    assert of(build.graph(joined)) == 4 * 16
    found = peak(build.graph(joined, first), batch=1, dtype="fp32")
    assert found.node.path == "relu"
    assert [one.tensor for one in found.living] == [0, x]


def test_a_view_of_a_view_is_in_the_same_memory():
    net = Chain((2, 3, 2))
    net.op("identity")
    net.op("flatten")
    net.op("dropout")
    net.op("linear", out_features=1)
    assert of(net.graph()) == 4 * (12 + 1)


def test_without_operators_the_inputs_are_all():
    found = peak(Builder((1, 5)).graph(0), batch=1, dtype="fp32")
    assert (found.bytes, found.node) == (20, None)


def test_training_alone_takes_no_memory_of_an_answer():
    net = Chain((1, 5))
    x = net.op("relu")
    aside = net.build.add("aux", OPS["concat"](), x, x, x, train_only=True)
    net.op("relu")
    assert of(net.build.graph(net.x, aside)) == of(net.graph()) == 2 * 20


@given(graph=graphs(kinds=(PLAIN, VIEWS, PARTS, UPSAMPLING)))
def test_it_is_what_a_naive_list_says(graph):
    assert of(graph) == naive(graph)


def naive(graph):
    """For each node look at every tensor: is it, or a view of it, still wanted?"""
    first, last = len(graph.inputs), len(graph.nodes)
    most = 0
    for now in range(last):
        alive = set()
        for tensor in range(first + now + 1):
            readers = [i for i in range(now, last) if tensor in graph.nodes[i].inputs]
            if readers or tensor in graph.outputs or tensor == first + now:
                alive.add(viewed(graph, tensor))
        if not now:
            alive |= set(range(first))
        most = max(most, sum(4 * prod(graph.shape(tensor)) for tensor in alive))
    return most


def viewed(graph, tensor):
    first = len(graph.inputs)
    while tensor >= first and graph.nodes[tensor - first].op.name in {*VIEWS, *PARTS, "flatten"}:
        tensor = graph.nodes[tensor - first].inputs[0]
    return tensor
