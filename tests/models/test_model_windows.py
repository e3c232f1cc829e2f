"""Convolutions and pools of models: sides and axes that differ, which importers mix up."""

import pytest
from building import Making, macs, one_op, ops, output, params

# Input 4x17x11, kernel 3x5. By hand along H and W, pads in ONNX's order: all befores, all afters.
TALL = (1, 4, 17, 11)
KERNEL = (6, 4, 3, 5)


@pytest.mark.parametrize(
    ("attributes", "sizes"),
    [
        ({}, (15, 7)),  # 17 - 3 + 1, 11 - 5 + 1
        ({"pads": [1, 0, 2, 3]}, (18, 10)),  # 17 + 1 + 2 - 2, 11 + 0 + 3 - 4
        ({"pads": [1, 0, 2, 3], "strides": [2, 1]}, (9, 10)),  # (20 - 3) // 2 + 1
        ({"strides": [3, 2]}, (5, 4)),  # (17 - 3) // 3 + 1, (11 - 5) // 2 + 1
        ({"dilations": [2, 1]}, (13, 7)),  # 17 - 4
        ({"dilations": [1, 2], "pads": [0, 4, 0, 0]}, (15, 7)),  # 11 + 4 - 8
        ({"auto_pad": "SAME_UPPER", "strides": [2, 3]}, (9, 4)),  # ceil(17 / 2), ceil(11 / 3)
        ({"auto_pad": "SAME_LOWER", "strides": [2, 3]}, (9, 4)),
        ({"auto_pad": "VALID", "strides": [2, 3]}, (8, 3)),
    ],
)
def test_a_convolution_along_each_axis(attributes, sizes):
    graph = one_op("Conv", TALL, KERNEL, (6,), **attributes)
    assert output(graph) == (6, *sizes)
    # 4 channels × 15 taps at every output; one bias each.
    assert macs(graph) == 6 * 4 * 15 * sizes[0] * sizes[1]
    assert params(graph) == 6 * 4 * 15 + 6


def test_uneven_same_padding_stands_on_its_side():
    """SAME for 11 with kernel 4, stride 1 pads 3: 1 before and 2 after, or the other way round."""
    for word, pair in (("SAME_UPPER", (1, 2)), ("SAME_LOWER", (2, 1))):
        graph = one_op("Conv", (1, 2, 5, 11), (2, 2, 1, 4), auto_pad=word)
        assert graph.nodes[0].op.padding == ((0, 0), pair)
        assert output(graph) == (2, 5, 11)


def test_groups_share_the_channels():
    graph = one_op("Conv", (1, 6, 7, 5), (9, 2, 1, 3), group=3)
    assert output(graph) == (9, 7, 3)
    assert macs(graph) == 9 * 2 * 3 * 7 * 3
    assert params(graph) == 9 * 2 * 3


def test_one_and_three_axes():
    assert output(one_op("Conv", (1, 3, 50), (8, 3, 5), strides=[2])) == (8, 23)  # (50-5)//2+1
    deep = one_op("Conv", (1, 3, 9, 8, 7), (8, 3, 3, 1, 2), pads=[1, 0, 0, 1, 0, 1])
    assert output(deep) == (8, 9, 8, 7)


# Input 3x5x7, kernel 4x3: in·stride − stride + effective kernel − pads (+ output padding).
@pytest.mark.parametrize(
    ("attributes", "sizes"),
    [
        ({}, (8, 9)),  # 5 + 3, 7 + 2
        ({"strides": [2, 3]}, (12, 21)),  # 2·4 + 4, 3·6 + 3
        ({"strides": [2, 3], "pads": [1, 0, 0, 2]}, (11, 19)),
        ({"strides": [2, 3], "output_padding": [1, 2]}, (13, 23)),
        ({"dilations": [1, 2]}, (8, 11)),  # 7 + 4
        ({"strides": [2, 3], "output_shape": [11, 20]}, (11, 20)),
        ({"strides": [2, 3], "output_shape": [10, 21], "auto_pad": "SAME_UPPER"}, (10, 21)),
        ({"strides": [2, 3], "auto_pad": "SAME_UPPER"}, (10, 21)),  # in · stride
        ({"strides": [2, 3], "auto_pad": "SAME_LOWER"}, (10, 21)),
    ],
)
def test_a_transposed_convolution_along_each_axis(attributes, sizes):
    graph = one_op("ConvTranspose", (1, 3, 5, 7), (3, 8, 4, 3), (8,), **attributes)
    assert output(graph) == (8, *sizes)
    # Every input element meets 8 channels × 12 taps.
    assert macs(graph) == 3 * 5 * 7 * 8 * 12
    assert params(graph) == 3 * 8 * 12 + 8


def test_what_a_transposed_convolution_cuts_by_its_output_shape():
    """Of 12x21 an output of 11x20 leaves 1 along each axis: cut before, or after if SAME_UPPER."""
    shape = {"strides": [2, 3], "output_shape": [11, 20]}
    lower = one_op("ConvTranspose", (1, 3, 5, 7), (3, 8, 4, 3), **shape)
    upper = one_op("ConvTranspose", (1, 3, 5, 7), (3, 8, 4, 3), auto_pad="SAME_UPPER", **shape)
    assert lower.nodes[0].op.padding == ((1, 0), (1, 0))
    assert upper.nodes[0].op.padding == ((0, 1), (0, 1))


def test_groups_of_a_transposed_convolution():
    """The weight is in × out/groups: 6 × 2 in 3 groups are 6 outputs, each from 2 inputs."""
    graph = one_op("ConvTranspose", (1, 6, 5, 7), (6, 2, 1, 3), group=3)
    assert output(graph) == (6, 5, 9)
    assert macs(graph) == 6 * 5 * 7 * 2 * 3


@pytest.mark.parametrize(
    ("attributes", "sizes"),
    [
        ({}, (15, 7)),
        ({"strides": [2, 3], "pads": [1, 0, 0, 2]}, (8, 3)),  # (18-3)//2+1, (13-5)//3+1
        ({"strides": [4, 4]}, (4, 2)),  # (17-3)//4+1, (11-5)//4+1
        ({"strides": [4, 4], "ceil_mode": 1}, (5, 3)),  # ceil(14/4)+1, ceil(6/4)+1
        ({"auto_pad": "SAME_UPPER", "strides": [2, 2]}, (9, 6)),
    ],
)
def test_pools_along_each_axis(attributes, sizes):
    for name in ("MaxPool", "AveragePool"):
        graph = one_op(name, TALL, kernel_shape=[3, 5], **attributes)
        assert output(graph) == (4, *sizes)
        assert macs(graph) == 0


def test_an_average_counts_padding_only_if_told():
    for attributes, counted in (({}, False), ({"count_include_pad": 1}, True)):
        graph = one_op("AveragePool", TALL, kernel_shape=[3, 3], pads=[1] * 4, **attributes)
        assert graph.nodes[0].op.count_include_pad is counted


def test_a_pool_that_pads_more_than_half_of_its_window():
    graph = one_op("MaxPool", TALL, kernel_shape=[2, 2], pads=[0, 0, 1, 1], strides=[1, 1])
    assert (ops(graph), output(graph)) == (["maxpool"], (4, 17, 11))
    much = one_op("AveragePool", TALL, kernel_shape=[3, 3], pads=[2, 2, 2, 2])
    assert (ops(much), output(much)) == (["elementwise"], (4, 19, 13))  # 17 + 4 - 2, 11 + 4 - 2


def test_global_pools():
    assert ops(one_op("GlobalAveragePool", TALL)) == ["gap"]
    assert output(one_op("GlobalMaxPool", TALL)) == (4, 1, 1)


def test_several_samples_that_a_model_makes_are_an_axis():
    """Frames as samples: 5 frames of 4x17x11 in one convolution of 3x5."""
    graph = one_op("Conv", (1, 4, 17, 11), KERNEL)
    made = Making({"x": (1, 5, 4, 17, 11)})
    frames = made.op("Reshape", "x", made.numbers([5, 4, 17, 11]))
    many = made.graph(made.op("Conv", frames, made.weight(*KERNEL)))
    assert macs(many) == 5 * macs(graph)
    assert params(many) == params(graph) == 6 * 4 * 15
