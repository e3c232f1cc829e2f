"""What each named convolution is made of, written out: operators, what they read, groups, sizes."""

import pytest

from convcalc.variants import VARIANTS

SHAPE = (12, 9, 7)
CONV, RELU = "conv", "relu"
# Variant and arguments; path, operator, what it reads (0 is the input), what it writes, groups.
EXPANSIONS = [
    (
        "conv",
        {"out_channels": 6, "kernel_size": 3, "groups": 2},
        [("conv", CONV, (0,), (6, 7, 5), 2)],
    ),
    (
        "conv_transpose",
        {"out_channels": 6, "kernel_size": 3, "stride": 2, "groups": 3},
        [("conv_transpose", "conv_transpose", (0,), (6, 19, 15), 3)],
    ),
    ("depthwise", {"multiplier": 2}, [("depthwise", CONV, (0,), (24, 7, 5), 12)]),
    (
        "pointwise",
        {"out_channels": 6, "groups": 3, "stride": (2, 1)},
        [("pointwise", CONV, (0,), (6, 5, 7), 3)],
    ),
    (
        "depthwise_separable",
        {"out_channels": 5, "kernel_size": (3, 1), "padding": "half"},
        [("depthwise", CONV, (0,), (12, 9, 7), 12), ("pointwise", CONV, (1,), (5, 9, 7), 1)],
    ),
    (
        "spatially_separable",
        {"out_channels": 5, "mid": 4, "kernel_size": (3, 5), "stride": (1, 2)},
        [("axis0", CONV, (0,), (4, 7, 7), 1), ("axis1", CONV, (1,), (5, 7, 2), 1)],
    ),
    (
        "shuffled_grouped",
        {"out_channels": 6, "groups": 2},
        [("conv", CONV, (0,), (6, 7, 5), 2), ("shuffle", "shuffle", (1,), (6, 7, 5), 2)],
    ),
    (
        "resize_conv",
        {"out_channels": 6, "scale": (2, 3), "groups": 2},
        [("resize", "resize", (0,), (12, 18, 21), None), ("conv", CONV, (1,), (6, 18, 21), 2)],
    ),
    (
        # The second branch of the sum is the input itself.
        "bottleneck",
        {"out_channels": 12, "mid": 3},
        [
            ("reduce", CONV, (0,), (3, 9, 7), 1),
            ("reduce_relu", RELU, (1,), (3, 9, 7), None),
            ("spatial", CONV, (2,), (3, 9, 7), 1),
            ("spatial_relu", RELU, (3,), (3, 9, 7), None),
            ("expand", CONV, (4,), (12, 9, 7), 1),
            ("add", "add", (5, 0), (12, 9, 7), None),
            ("relu", RELU, (6,), (12, 9, 7), None),
        ],
    ),
    (
        # ResNeXt groups the 3×3; here it strides and widens, so that the input is projected.
        "bottleneck",
        {"out_channels": 16, "mid": 4, "groups": 2, "style": "resnext", "stride": 2},
        [
            ("reduce", CONV, (0,), (4, 9, 7), 1),
            ("reduce_relu", RELU, (1,), (4, 9, 7), None),
            ("spatial", CONV, (2,), (4, 5, 4), 2),
            ("spatial_relu", RELU, (3,), (4, 5, 4), None),
            ("expand", CONV, (4,), (16, 5, 4), 1),
            ("projection", CONV, (0,), (16, 5, 4), 1),
            ("add", "add", (5, 6), (16, 5, 4), None),
            ("relu", RELU, (7,), (16, 5, 4), None),
        ],
    ),
    (
        # ShuffleNet, figure 2(c): grouped 1×1, shuffle, depthwise, grouped 1×1; the input pooled.
        "bottleneck",
        {"out_channels": 18, "mid": 6, "style": "shufflenet", "stride": 2},
        [
            ("reduce", CONV, (0,), (6, 9, 7), 3),
            ("reduce_relu", RELU, (1,), (6, 9, 7), None),
            ("shuffle", "shuffle", (2,), (6, 9, 7), 3),
            ("spatial", CONV, (3,), (6, 5, 4), 6),
            ("expand", CONV, (4,), (6, 5, 4), 3),
            ("pool", "avgpool", (0,), (12, 5, 4), None),
            ("concat", "concat", (6, 5), (18, 5, 4), None),
            ("relu", RELU, (7,), (18, 5, 4), None),
        ],
    ),
]


@pytest.mark.parametrize(("name", "arguments", "operators"), EXPANSIONS)
def test_the_operators_of_a_variant(name, arguments, operators):
    graph = VARIANTS[name](**arguments).graph(SHAPE)
    found = [
        (node.path, node.op.name, node.inputs, node.output, getattr(node.op, "groups", None))
        for node in graph.nodes
    ]
    assert found == operators
    assert graph.outputs == (len(operators),)


def test_every_variant_is_written_out():
    assert {name for name, *_ in EXPANSIONS} == set(VARIANTS)


@pytest.mark.parametrize(
    ("name", "arguments", "biased"),
    [
        ("conv", {"out_channels": 2, "kernel_size": 1}, [True]),
        ("depthwise_separable", {"out_channels": 2}, [True, True]),
        ("spatially_separable", {"out_channels": 2, "bias": False}, [False, False]),
        ("resize_conv", {"out_channels": 2}, [True]),
        ("bottleneck", {"out_channels": 12}, [False] * 3),
    ],
)
def test_defaults_are_those_of_pytorch_and_bottlenecks_have_no_bias(name, arguments, biased):
    nodes = VARIANTS[name](**arguments).graph(SHAPE).nodes
    assert [node.op.bias for node in nodes if node.op.weighs] == biased


KINDS = [
    # interface.md, "Layers": those that apply, else standard.
    ({"kernel_size": 3}, ("standard",)),
    ({"kernel_size": 3, "stride": (1, 2)}, ("strided",)),
    ({"kernel_size": 3, "dilation": 2}, ("dilated",)),
    ({"kernel_size": 3, "groups": 3}, ("grouped",)),
    ({"kernel_size": 3, "groups": 12}, ("grouped", "depthwise")),
    ({"kernel_size": 1}, ("pointwise",)),
    ({"kernel_size": (1, 3)}, ("standard",)),
    (
        {"kernel_size": 1, "stride": 2, "dilation": 2, "groups": 12},
        ("strided", "dilated", "grouped", "depthwise", "pointwise"),
    ),
]


@pytest.mark.parametrize(("arguments", "kinds"), KINDS)
def test_a_convolution_says_what_kind_it_is(arguments, kinds):
    assert VARIANTS["conv"](out_channels=12, **arguments).cost(SHAPE).kind == kinds
