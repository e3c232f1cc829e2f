"""Receptive fields of networks: published figures, where they end, and all paths one by one."""

from fractions import Fraction

import pytest
from hypothesis import given
from known_networks import Chain, alexnet_v2, mobilenet_v1, resnet, unet, vgg16
from random_graphs import PARTS, PLAIN, VIEWS, graphs
from tracing import reads

from convcalc.analysis.field_end import field_tensor
from convcalc.analysis.receptive_field import receptive_field
from convcalc.graph import Builder
from convcalc.ops import OPS


# Araujo, Norris & Sim 2019, table of networks: size and step. The offsets are minus the padding,
# which is theirs for VGG16 and AlexNet; of the others it is that of PyTorch's padding, which is
# 241 for ResNet-v1-50 and 157 for MobileNet (docs/counting.md). ResNet-50 v1.5 has 427.
@pytest.mark.parametrize(
    ("net", "size", "jump", "offset"),
    [
        (vgg16(), 212, 32, -90),
        (alexnet_v2(), 195, 32, -64),
        (resnet((3, 4, 6, 3), strided=1), 483, 32, -241),
        (resnet((3, 4, 6, 3)), 427, 32, -213),
        (mobilenet_v1(), 315, 32, -157),
    ],
    ids=["vgg16", "alexnet_v2", "resnet50_v1", "resnet50_v1.5", "mobilenet_v1"],
)
def test_published_figures(net, size, jump, offset):
    for field in receptive_field(net.graph()):
        assert (field.size, field.jump, field.offset) == (size, jump, offset)


def test_the_skips_of_resnet_see_the_stem_alone():
    # By hand: 7 of the first window, 2 · 2 more by the pool; projections are 1×1.
    assert {field.smallest for field in receptive_field(resnet((3, 4, 6, 3)).graph())} == {11}


def test_a_chain_has_one_path():
    for field in receptive_field(vgg16().graph()):
        assert field.smallest == field.size


def test_a_unet_ends_where_it_began():
    # The shallowest path: four 3×3 at full size.
    for field in receptive_field(unet(4).graph()):
        assert (field.jump, field.smallest) == (1, 9)


def test_hourglasses_in_a_row_have_the_period_of_one():
    # 2⁴ phases, not 2⁴⁰: a period of all factors together would be too long to look through.
    net = Chain((1, 64))
    for _ in range(10):
        for _ in range(4):
            net.conv(1, 3, 2)
        for _ in range(4):
            net.op("resize", scale=2)
    (field,) = receptive_field(net.graph())
    # An hourglass sees 31 and copies each of 16: (31 − 1) more each, and no more by copies.
    assert field.jump == 1
    assert field.size == exhaustive(net.graph(), 0, 16)


def exhaustive(graph, axis, period):
    """The largest field of a chain, by its ends, of outputs that see nothing before the input."""
    sizes = []
    for position in range(1024, 1024 + period):
        positions = {position}
        for node in reversed(graph.nodes):
            ends = (min(positions), max(positions))
            positions = {at for end in ends for at in reads(node, axis, end)}
        sizes.append(max(positions) - min(positions) + 1)
    return max(sizes)


def head(net):
    """Global pool, flatten and linear."""
    net.op("gap")
    net.op("flatten")
    net.op("linear", out_features=10)
    return net.graph()


def test_it_is_asked_before_the_first_that_ends_it():
    net = vgg16()
    last = net.x
    assert field_tensor(net.graph()) == last
    assert field_tensor(head(net)) == last


def test_a_gate_is_passed_by():
    net = Chain((4, 20, 16))
    x = net.conv(4, 3)
    net.op("gap")
    gate = net.conv(4, 1)
    net.x = x
    gated = net.op("mul", gate)
    graph = head(net)
    assert field_tensor(graph) == gated
    # The gate sees all outputs of the window, and with them a zero on each side.
    assert [field.size for field in receptive_field(graph)] == [22, 18]
    assert [(field.smallest, field.jump) for field in receptive_field(graph)] == [(3, 1), (3, 1)]


def test_a_head_beside_the_path_ends_nothing():
    build = Builder((2, 8, 8))
    x = build.add("conv", OPS["conv"](out_channels=2, kernel_size=3), 0)
    aside = build.add("aside", OPS["gap"](), x)
    x = build.add("again", OPS["conv"](out_channels=2, kernel_size=3), x)
    assert field_tensor(build.graph(x, aside)) == x
    assert field_tensor(build.graph(aside, x)) == 1


def test_two_heads_that_meet_end_nothing_by_themselves():
    # Both pools lie on one path only; nothing that ends it lies on every path.
    net = Chain((2, 8, 8))
    x = net.conv(2, 3)
    one = net.op("gap")
    net.x = x
    net.op("gap")
    net.op("add", one)
    assert field_tensor(net.graph()) == net.x


def test_a_flat_gate_sees_the_whole_axis():
    # As in squeeze-and-excitation with linear layers.
    net = Chain((4, 1))
    net.op("flatten")
    net.op("linear", out_features=4)
    assert receptive_field(net.graph()) == receptive_field(Builder((4, 1)).graph(0))


def test_of_several_inputs_it_is_that_of_the_first():
    build = Builder((2, 9), (2, 9))
    a = build.add("a", OPS["conv"](out_channels=2, kernel_size=3, padding=1), 0)
    b = build.add("b", OPS["conv"](out_channels=2, kernel_size=7, padding=3), 1)
    (field,) = receptive_field(build.graph(build.add("add", OPS["add"](), a, b)))
    assert (field.size, field.smallest) == (3, 3)


def test_an_upsampled_jump_is_an_exact_fraction():
    net = Chain((1, 9))
    net.op("resize", scale=3)
    net.conv(1, 1, 2)
    (field,) = receptive_field(net.graph())
    assert field.jump == Fraction(2, 3)


def test_where_axes_are_others_there_is_no_field():
    build = Builder((4,))
    x = build.add("linear", OPS["linear"](out_features=3), 0)
    assert receptive_field(build.graph(x)) == ()


@given(graph=graphs(kinds=(PLAIN, VIEWS, PARTS), joins=("add", "concat"), inputs=(1, 2)))
def test_union_and_least_are_those_of_all_paths(graph):
    for axis, field in enumerate(receptive_field(graph)):
        paths = spans_of_paths(graph, axis, graph.outputs[0], (0, 0)) or [(0, -1)]
        union = max(last for _, last in paths) - min(first for first, _ in paths) + 1
        least = min(last - first + 1 for first, last in paths)
        assert (field.size, field.smallest) == (union, least)


def spans_of_paths(graph, axis, tensor, span):
    """What is seen along each path to the first input, path by path."""
    if tensor < len(graph.inputs):
        return [] if tensor else [span]
    node = graph.nodes[tensor - len(graph.inputs)]
    found = [at for end in span for at in reads(node, axis, end)]
    below = (min(found), max(found))
    return [one for read in node.inputs for one in spans_of_paths(graph, axis, read, below)]


def test_long_and_wide_graphs_take_no_recursion():
    net = Chain((1, 8))
    for _ in range(3000):
        net.op("relu")
        net.op("add", net.x - 1)
    (field,) = receptive_field(net.graph())
    assert (field.size, field.smallest) == (1, 1)
    assert field_tensor(net.graph()) == net.x
