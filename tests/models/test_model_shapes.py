"""Shapes that models compute, and layouts that change on the way."""

import numpy as np
import pytest
from building import INT64, Making, macs, one_op, ops, output, params


def test_a_reshape_to_a_shape_that_the_model_computes():
    """Shape, Gather, Mul, Concat, as old exporters flatten."""
    made = Making({"x": ("N", 6, 5, 3)})
    shape = made.op("Shape", "x")
    first = made.op("Gather", shape, made.numbers(0), axis=0)
    rest = made.op("Slice", shape, made.numbers([2]), made.numbers([4]))
    area = made.op("ReduceProd", rest, keepdims=1, axes=[0])
    first = made.op("Unsqueeze", first, made.numbers([0]))
    wanted = made.op("Concat", first, made.numbers([-1]), area, axis=0)
    assert output(made.graph(made.op("Reshape", "x", wanted))) == (6, 15)


def test_a_resize_to_twice_the_size_by_arithmetic():
    made = Making({"x": (1, 6, 5, 3)}, opset=13)
    shape = made.op("Shape", "x")
    sizes = made.op("Slice", shape, made.numbers([2]), made.numbers([4]))
    as_float = made.op("Cast", sizes, to=1)
    doubled = made.op("Floor", made.op("Mul", as_float, made.numbers([2, 3], np.float32)))
    channels = made.op("Slice", shape, made.numbers([0]), made.numbers([2]))
    wanted = made.op("Concat", channels, made.op("Cast", doubled, to=7), axis=0)
    graph = made.graph(made.op("Resize", "x", "", "", wanted, mode="nearest"))
    assert (ops(graph), output(graph)) == (["resize"], (6, 10, 9))


@pytest.mark.parametrize(
    ("opset", "given"),
    [(7, "attribute"), (9, "input"), (10, "resize10"), (11, "scales"), (18, "sizes")],
)
def test_every_version_of_resize(opset, given):
    made = Making({"x": (1, 6, 5, 3)}, opset)
    scales = [1.0, 1.0, 2.0, 3.0]
    if given == "attribute":
        last = made.op("Upsample", "x", scales=scales, mode="nearest")
    elif given == "input":
        last = made.op("Upsample", "x", made.numbers(scales, np.float32), mode="linear")
    elif given == "resize10":
        last = made.op("Resize", "x", made.numbers(scales, np.float32))
    elif given == "scales":
        last = made.op("Resize", "x", "", made.numbers(scales, np.float32))
    else:
        last = made.op("Resize", "x", "", "", made.numbers([10, 9]), axes=[2, 3])
    assert output(made.graph(last)) == (6, 10, 9)


def test_tensorflow_comes_channels_last():
    """Transposes around convolutions are another view: nothing moves, H and W keep their places."""
    made = Making({"x": (1, 17, 11, 3)})
    first = made.op("Transpose", "x", perm=[0, 3, 1, 2])
    x = made.op("Conv", first, made.weight(8, 3, 3, 5))
    x = made.op("Relu", made.op("Transpose", x, perm=[0, 2, 3, 1]))
    x = made.op("Conv", made.op("Transpose", x, perm=[0, 3, 1, 2]), made.weight(4, 8, 1, 1))
    graph = made.graph(made.op("Transpose", x, perm=[0, 2, 3, 1]))
    assert graph.inputs == ((3, 17, 11),)
    assert ops(graph) == ["conv", "relu", "conv"]
    assert output(graph) == (4, 15, 7)
    assert macs(graph) == (8 * 3 * 15 + 4 * 8) * 15 * 7


def test_channels_last_inside_as_in_convnext():
    """Norm and linear layers over the last axis are ours over channels."""
    made = Making({"x": (1, 6, 5, 3)})
    x = made.op("Transpose", "x", perm=[0, 2, 3, 1])
    x = made.op("LayerNormalization", x, made.weight(6), made.weight(6), axis=-1)
    x = made.op("Add", made.op("MatMul", x, made.weight(6, 24)), made.weight(24))
    x = made.op("Mul", x, made.weight(24))
    graph = made.graph(made.op("Transpose", x, perm=[0, 3, 1, 2]))
    assert ops(graph) == ["ln", "conv", "scale"]
    assert output(graph) == (24, 5, 3)
    assert params(graph) == 2 * 6 + 6 * 24 + 24 + 24


def test_a_channel_shuffle_is_ours():
    """Reshape, transpose, reshape, as in ShuffleNet."""
    made = Making({"x": (1, 6, 5, 3)})
    x = made.op("Reshape", "x", made.numbers([1, 2, 3, 5, 3]))
    x = made.op("Transpose", x, perm=[0, 2, 1, 3, 4])
    graph = made.graph(made.op("Reshape", x, made.numbers([1, 6, 5, 3])))
    assert [(node.op.name, node.op.fields()) for node in graph.nodes] == [
        ("shuffle", {"groups": 2})
    ]


def test_windows_that_a_model_cuts_move_once():
    """4x4 windows of 8x12 positions, as in Swin: (H/4, 4, W/4, 4) to 6 samples of 16 tokens."""
    made = Making({"x": (1, 8, 12, 5)})
    x = made.op("Reshape", "x", made.numbers([1, 2, 4, 3, 4, 5]))
    x = made.op("Transpose", x, perm=[0, 1, 3, 2, 4, 5])
    x = made.op("Reshape", x, made.numbers([6, 16, 5]))
    graph = made.graph(made.op("MatMul", x, made.weight(5, 7)))
    assert macs(graph) == 8 * 12 * 5 * 7
    assert ops(graph).count("permute") == 2  # the input to features first, and the windows


def test_squeeze_and_excitation_weighs_channels():
    made = Making({"x": (1, 6, 5, 3)})
    pooled = made.op("ReduceMean", "x", axes=[2, 3], keepdims=0)
    gate = made.op("Sigmoid", made.op("Gemm", pooled, made.weight(6, 6), transB=1))
    gate = made.op("Reshape", gate, made.numbers([1, 6, 1, 1]))
    graph = made.graph(made.op("Mul", "x", gate))
    assert ops(graph) == ["gap", "flatten", "linear", "sigmoid", "reshape", "mul"]


def test_runs_of_channels_are_views_and_others_are_taken():
    made = Making({"x": (1, 6, 5, 3)})
    low, high = made.op("Split", "x", made.numbers([2, 4]), axis=1, outputs=2)
    part = made.op("Slice", high, made.numbers([1]), made.numbers([4]), made.numbers([2]))
    graph = made.graph(made.op("Concat", low, high, axis=1), part)
    assert ops(graph) == ["slice", "slice", "take", "concat"]
    assert [graph.shape(one) for one in graph.outputs] == [(6, 5, 3), (4, 3, 3)]


@pytest.mark.parametrize("opset", [7, 9, 11, 13])
def test_padding_in_every_version(opset):
    made = Making({"x": (1, 6, 5, 7)}, opset)
    pads = [0, 0, 1, 2, 0, 0, 0, 3]
    if opset < 11:
        last = made.op("Pad", "x", pads=pads, mode="reflect")
    else:
        last = made.op("Pad", "x", made.numbers(pads), mode="reflect")
    graph = made.graph(last)
    assert output(graph) == (6, 6, 12)
    assert graph.nodes[0].op.padding == ((1, 0), (2, 3))


def test_words_become_features():
    made = Making({"ids": ("N", 9)}, kinds={"ids": INT64})
    words = made.op("Gather", made.weight(100, 16), "ids")
    x = made.op("LayerNormalization", words, made.weight(16), made.weight(16))
    graph = made.graph(made.op("MatMul", x, made.weight(16, 4)))
    assert ops(graph) == ["embedding", "ln", "conv"]
    assert (params(graph), macs(graph)) == (1600 + 32 + 64, 9 * 64)


def test_a_class_token_is_learned():
    """Concat of a learned token, spread by Expand, with the tokens: 12 numbers."""
    made = Making({"x": ("N", 5, 12)})
    count = made.op("Shape", "x", end=1)
    shape = made.op("Concat", count, made.numbers([1, 12]), axis=0)
    token = made.op("Expand", made.weight(1, 1, 12), shape)
    graph = made.graph(made.op("Concat", token, "x", axis=1))
    assert (output(graph), params(graph)) == ((6, 12), 12)


def test_pixels_and_depth():
    assert output(one_op("DepthToSpace", (1, 8, 5, 3), blocksize=2)) == (2, 10, 6)
    assert output(one_op("SpaceToDepth", (1, 2, 10, 6), blocksize=2)) == (8, 5, 3)


def test_a_file_for_eight_samples_is_read_for_one():
    made = Making({"x": (8, 6, 5, 3)})
    x = made.op("Reshape", "x", made.numbers([8, 90]))
    graph = made.graph(made.op("Gemm", x, made.weight(7, 90), transB=1))
    assert (graph.inputs, output(graph), macs(graph)) == (((6, 5, 3),), (7,), 630)


def test_activations_by_their_names_and_decomposed():
    made = Making({"x": (1, 6, 5, 3)}, opset=11)
    zero, six = made.numbers(0, np.float32), made.numbers(6, np.float32)
    x = made.op("Clip", "x", zero, six)
    for name in ("Relu", "Sigmoid", "Tanh", "Softplus", "Selu", "Elu", "LeakyRelu"):
        x = made.op(name, x)
    x = made.op("PRelu", x, made.weight(6, 1, 1))
    graph = made.graph(made.op("HardSigmoid", x, alpha=1 / 6))
    expected = "relu6 relu sigmoid tanh softplus selu elu leaky_relu prelu hardsigmoid"
    assert ops(graph) == expected.split()
    assert params(graph) == 6


def gelu(made, x):
    """x · ½ · (1 + erf(x / √2)), as PyTorch writes it before opset 20."""
    root, one, half = (made.numbers(value, np.float32) for value in (2**0.5, 1, 0.5))
    inside = made.op("Add", made.op("Erf", made.op("Div", x, root)), one)
    return made.op("Mul", made.op("Mul", x, inside), half)


def silu(made, x):
    return made.op("Mul", made.op("Sigmoid", x), x)


def hardswish(made, x):
    three, zero, six = (made.numbers(value, np.float32) for value in (3, 0, 6))
    clipped = made.op("Clip", made.op("Add", x, three), zero, six)
    return made.op("Div", made.op("Mul", clipped, x), six)


def mish(made, x):
    return made.op("Mul", x, made.op("Tanh", made.op("Softplus", x)))


@pytest.mark.parametrize(
    ("written", "op"),
    [(gelu, "gelu"), (silu, "silu"), (hardswish, "hardswish"), (mish, "mish")],
)
def test_an_activation_that_is_written_in_parts(written, op):
    made = Making({"x": (1, 6, 5, 3)})
    assert ops(made.graph(written(made, "x"))) == [op]


def test_a_norm_that_is_written_in_parts():
    """Mean, variance, and a scale and a shift for each of the last axis: 2 · 6 params."""
    made = Making({"x": (1, 6, 5, 3)}, opset=13)
    x = made.op("Transpose", "x", perm=[0, 2, 3, 1])
    centred = made.op("Sub", x, made.op("ReduceMean", x, axes=[-1]))
    square = made.op("Pow", centred, made.numbers(2, np.float32))
    variance = made.op("Add", made.op("ReduceMean", square, axes=[-1]), made.numbers(1e-5, "f4"))
    normed = made.op("Div", centred, made.op("Sqrt", variance))
    graph = made.graph(made.op("Add", made.op("Mul", normed, made.weight(6)), made.weight(6)))
    assert (ops(graph), params(graph)) == (["ln"], 12)


def test_parts_that_others_read_stay_apart():
    made = Making({"x": (1, 6, 5, 3)})
    gate = made.op("Sigmoid", "x")
    graph = made.graph(made.op("Mul", "x", gate), gate)
    assert ops(graph) == ["sigmoid", "mul"]


def test_eight_samples_are_not_taken_for_tokens():
    """64 tokens of 6 features: a target of 8 x -1 x 6 is one sample of 64, not 8 of 8."""
    made = Making({"x": (8, 6, 8, 8)})
    tokens = made.op("Transpose", made.op("Reshape", "x", made.numbers([8, 6, -1])), perm=[0, 2, 1])
    tokens = made.op("Reshape", tokens, made.numbers([8, -1, 6]))
    token = made.op("Expand", made.weight(1, 1, 6), made.numbers([8, 1, 6]))
    tokens = made.op("Concat", token, tokens, axis=1)
    scores = made.op("MatMul", tokens, made.op("Transpose", tokens, perm=[0, 2, 1]))
    assert macs(made.graph(scores)) == 65 * 65 * 6


def test_a_tensor_of_more_axes_than_an_image_is_padded_in_general_terms():
    made = Making({"x": (1, 5, 24, 8)})
    x = made.op("Reshape", "x", made.numbers([1, 5, 2, 3, 4, 2, 4]))
    graph = made.graph(made.op("Pad", x, made.numbers([0] * 9 + [1, 0, 2, 0, 0])))
    assert (ops(graph), output(graph)) == (["reshape", "movement"], (5, 3, 3, 6, 2, 4))
