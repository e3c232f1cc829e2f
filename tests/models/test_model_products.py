"""Matrix products of models: with weights, with each other, and what runs over time."""

import numpy as np
import pytest
from building import FLOAT, INT8, UINT8, Making, macs, one_op, ops, output, params


def test_gemm_is_a_linear_layer():
    graph = one_op("Gemm", (1, 12), (7, 12), (7,), transB=1)
    assert (ops(graph), output(graph)) == (["linear"], (7,))
    assert (macs(graph), params(graph)) == (84, 91)  # 12·7, and 7 biases
    plain = one_op("Gemm", (1, 12), (12, 7))
    assert (macs(plain), params(plain)) == (84, 84)


def test_a_product_at_many_positions_and_its_bias():
    """Tokens 5x12 times 12x7, and 7 biases in an addition of their own: one operator."""
    made = Making({"x": (1, 5, 12)})
    product = made.op("MatMul", "x", made.weight(12, 7))
    graph = made.graph(made.op("Add", made.weight(7), product))
    assert macs(graph) == 5 * 12 * 7
    assert params(graph) == 12 * 7 + 7
    assert ops(graph) == ["permute", "conv"]  # features first, then at every token


def test_an_addition_that_is_no_bias():
    """A position embedding has a number for every token: 5·7 of them."""
    made = Making({"x": (1, 5, 12)})
    product = made.op("MatMul", "x", made.weight(12, 7))
    graph = made.graph(made.op("Add", product, made.weight(1, 5, 7)))
    assert params(graph) == 12 * 7 + 5 * 7
    assert ops(graph)[-1] == "elementwise"


def attention(tokens, features, heads):
    """Self-attention as exporters write it, less its softmax's scale."""
    made = Making({"x": (1, tokens, features)})
    each = features // heads
    split = made.numbers([1, tokens, heads, each])
    query, key, value = (
        made.op("Reshape", made.op("MatMul", "x", made.weight(features, features)), split)
        for _ in range(3)
    )
    query, value = (made.op("Transpose", one, perm=[0, 2, 1, 3]) for one in (query, value))
    key = made.op("Transpose", key, perm=[0, 2, 3, 1])
    scores = made.op("Softmax", made.op("MatMul", query, key), axis=-1)
    mixed = made.op("Transpose", made.op("MatMul", scores, value), perm=[0, 2, 1, 3])
    joined = made.op("Reshape", mixed, made.numbers([1, tokens, features]))
    return made.graph(made.op("MatMul", joined, made.weight(features, features)))


def test_attention_moves_nothing_between_its_products():
    """arXiv:1706.03762: four projections of N·C², and two products of N²·C, heads or not."""
    graph = attention(10, 24, 4)
    assert macs(graph) == 4 * 10 * 24 * 24 + 2 * 10 * 10 * 24
    assert params(graph) == 4 * 24 * 24
    assert ops(graph).count("permute") == 1  # the input, to features first


@pytest.mark.parametrize(
    ("equation", "shapes", "count"),
    [
        ("bik,bkj->bij", [(1, 3, 4), (1, 4, 5)], 3 * 4 * 5),
        ("bhqd,bhkd->bhqk", [(1, 2, 3, 4), (1, 2, 5, 4)], 2 * 3 * 5 * 4),
        ("bhwc,hkc->bhwk", [(1, 6, 5, 4), (6, 7, 4)], 6 * 5 * 4 * 7),  # relative positions
        ("ij,jk", [(1, 4), (4, 5)], 4 * 5),
    ],
)
def test_einsum_is_the_product_of_its_letters(equation, shapes, count):
    made = Making({"a": shapes[0], "b": shapes[1]})
    assert macs(made.graph(made.op("Einsum", "a", "b", equation=equation))) == count


def test_an_einsum_with_a_weight_learns_it():
    made = Making({"x": (1, 9, 4)})
    graph = made.graph(made.op("Einsum", "x", made.weight(4, 6), equation="bnc,cd->bnd"))
    assert (macs(graph), params(graph), output(graph)) == (9 * 4 * 6, 24, (9, 6))


def test_what_einsum_sums_alone_is_not_counted():
    made = Making({"x": (1, 9, 9)})
    found = made.imported(made.op("Einsum", "x", equation="bii->b"))
    assert [one.op for one in found.uncounted] == ["Einsum"]


# Steps 6, features 5, hidden 4: gates × 4 rows of 5 + 4 numbers at every step and direction.
@pytest.mark.parametrize(("name", "gates"), [("LSTM", 4), ("GRU", 3), ("RNN", 1)])
@pytest.mark.parametrize("directions", [1, 2])
def test_what_runs_over_time(name, gates, directions):
    made = Making({"x": (6, 1, 5)})
    weights = [(directions, gates * 4, 5), (directions, gates * 4, 4), (directions, 2 * gates * 4)]
    named = [made.weight(*one) for one in weights]
    direction = "bidirectional" if directions == 2 else "forward"
    last = made.op(name, "x", *named, hidden_size=4, direction=direction, outputs=2)
    graph = made.graph(last[0])
    assert macs(graph) == directions * 6 * gates * 4 * (5 + 4)
    assert params(graph) == directions * gates * 4 * (5 + 4 + 2)
    assert output(graph) == (6, directions, 4)


def test_time_may_come_second():
    """The layout of Keras: samples first."""
    made = Making({"x": (1, 6, 5)})
    named = [made.weight(*one) for one in [(1, 16, 5), (1, 16, 4)]]
    assert macs(made.graph(made.op("LSTM", "x", *named, hidden_size=4, layout=1))) == 6 * 16 * 9


def test_quantized_operators_count_as_what_they_are():
    """ConvInteger, QLinearConv and QDQ: the same convolution of 3x5 on 4x17x11 each time."""
    expected = 6 * 4 * 15 * 15 * 7
    made = Making({"x": (1, 4, 17, 11)}, kinds={"x": UINT8})
    graph = made.graph(made.op("ConvInteger", "x", made.weight(6, 4, 3, 5, kind=INT8)))
    assert (macs(graph), params(graph)) == (expected, 360)
    made = Making({"x": (1, 4, 17, 11)}, kinds={"x": UINT8})
    scale, zero = made.numbers(0.5, np.float32), made.numbers(3, np.uint8)
    weight = made.weight(6, 4, 3, 5, kind=INT8)
    graph = made.graph(made.op("QLinearConv", "x", scale, zero, weight, scale, zero, scale, zero))
    assert (macs(graph), params(graph)) == (expected, 360)
    made = Making({"x": (1, 4, 17, 11)})
    scale, zero = made.numbers(0.5, np.float32), made.numbers(3, np.int8)
    x = made.op("DequantizeLinear", made.op("QuantizeLinear", "x", scale, zero), scale, zero)
    weight = made.op("DequantizeLinear", made.weight(6, 4, 3, 5, kind=INT8), scale, zero)
    graph = made.graph(made.op("Conv", x, weight))
    assert (macs(graph), params(graph)) == (expected, 360)


def test_what_is_quantized_as_it_runs_counts_too():
    """As onnxruntime.quantization writes it: one scale of all elements, and an integer product."""
    made = Making({"x": (1, 9, 12)})
    x, scale, zero = made.op("DynamicQuantizeLinear", "x", outputs=3)
    x = made.op("MatMulInteger", x, made.weight(12, 5, kind=INT8), zero)
    factor = made.op("Mul", scale, made.numbers(0.5, np.float32))
    graph = made.graph(made.op("Mul", made.op("Cast", x, to=FLOAT), factor))
    assert (macs(graph), params(graph), output(graph)) == (9 * 12 * 5, 60, (5, 9))


def test_a_quantized_lstm_counts_as_the_one_it_was():
    """Its matrices lie the other way round; the scales and zero points of both are not trained."""
    made = Making({"x": (6, 1, 5)})
    w, r, b = made.weight(2, 5, 16, kind=INT8), made.weight(2, 4, 16, kind=INT8), made.weight(2, 32)
    scales = [made.weight(2), made.weight(2, kind=INT8)] * 2
    given = {"hidden_size": 4, "direction": "bidirectional", "domain": "com.microsoft"}
    graph = made.graph(made.op("DynamicQuantizeLSTM", "x", w, r, b, *[""] * 4, *scales, **given))
    assert macs(graph) == 2 * 6 * 16 * (5 + 4)
    assert params(graph) == 2 * 16 * (5 + 4 + 2)
    assert output(graph) == (6, 2, 4)
