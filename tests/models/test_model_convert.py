"""Models that become network files: the same costs under the same paths."""

import numpy as np
import pytest
from building import INT64, Making
from figures import figures, paths, reread

from convcalc.errors import InputError
from convcalc.network import load
from convcalc.network.writing import yaml_text


def both(made, output, path):
    """The model's network, and that of its text."""
    path.write_bytes(made.model(output).SerializeToString())
    network = load(str(path))
    return network, reread(network), yaml_text(network)


def same(one, other):
    return figures(one) == figures(other) and paths(one) == paths(other)


def residual(made, x, module, shared):
    """Two convolutions and a sum; `shared` are their weights, or each has its own."""
    y = x
    for layer in ("conv1", "conv2"):
        weight = shared or made.weight(8, 8, 3, 3)
        called = f"/{module}/{layer}/Conv"
        y = made.op("Conv", y, weight, called=called, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
        y = made.op("Relu", y, called=f"/{module}/{layer}_act/Relu")
    return made.op("Add", y, x, called=f"/{module}/Add")


def test_equal_modules_are_a_block(tmp_path):
    made, x = Making({"x": [1, 8, 12, 10]}), "x"
    for number in range(3):
        x = residual(made, x, f"body/body.{number}", None)
    network, again, text = both(made, x, tmp_path / "net.onnx")
    assert same(network, again)
    assert text.count("conv: {") == 2
    assert "    name: body\n    repeat: 3\n" in text


def test_shared_weights_stay_shared(tmp_path):
    made, x = Making({"x": [1, 8, 12, 10]}), "x"
    shared = made.weight(8, 8, 3, 3)
    for number in range(2):
        x = residual(made, x, f"head{number}", shared)
    network, again, text = both(made, x, tmp_path / "net.onnx")
    assert same(network, again)
    # 8 · 8 · 9 weights, read by four convolutions.
    assert (again.cost().params, text.count("shared: true")) == (576, 3)


def test_strides_and_padding_that_differ_by_axis(tmp_path):
    made = Making({"x": [1, 4, 12, 10]})
    weight = made.weight(6, 2, 3, 1)
    x = made.op("Conv", "x", weight, strides=[2, 1], pads=[0, 1, 2, 0], group=2, called="/0/Conv")
    x = made.op("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2], called="/1/MaxPool")
    x = made.op("Flatten", made.op("GlobalAveragePool", x))
    x = made.op("Gemm", x, made.weight(5, 6), made.weight(5), transB=1, called="fc")
    network, again, text = both(made, x, tmp_path / "net.onnx")
    assert again.cost().macs == network.cost().macs
    wanted = "conv: {out: 6, k: [3, 1], s: [2, 1], p: [[0, 2], [1, 0]], g: 2, bias: false}"
    assert wanted in text
    assert "maxpool: 2" in text
    assert "linear: 5" in text


def attention(made, x, heads, tokens, features):
    """Heads of attention with a mask that is learned, as exporters write them."""
    axes = [1, tokens, heads, features // heads]
    query, key, value = [made.op("MatMul", x, made.weight(features, features)) for _ in range(3)]
    turned = [
        made.op("Transpose", made.op("Reshape", one, made.numbers(axes)), perm=perm)
        for one, perm in ((query, (0, 2, 1, 3)), (key, (0, 2, 3, 1)), (value, (0, 2, 1, 3)))
    ]
    scores = made.op("Mul", made.op("MatMul", *turned[:2]), made.numbers(0.5, np.float32))
    scores = made.op("Add", scores, made.weight(1, heads, tokens, tokens))
    mixed = made.op("MatMul", made.op("Softmax", scores, axis=-1), turned[2])
    mixed = made.op("Transpose", mixed, perm=[0, 2, 1, 3])
    return made.op("Reshape", mixed, made.numbers([1, tokens, features]))


def test_a_transformer_of_words(tmp_path):
    made = Making({"x": [1, 7]}, kinds={"x": INT64})
    table = made.weight(1000, 12)
    x = made.op("Add", made.op("Gather", table, "x"), made.weight(1, 7, 12))
    x = made.op("Add", x, attention(made, x, 3, 7, 12))
    x = made.op("Erf", made.op("MatMul", x, made.weight(12, 12)))
    first = made.op("Gather", x, made.numbers(0), axis=1)
    network, again, text = both(made, first, tmp_path / "net.onnx")
    assert same(network, again)
    # A table, a place for each word, three projections, a mask and one more projection.
    assert again.cost().params == 12_000 + 7 * 12 + 3 * 144 + 3 * 49 + 144
    assert "- embedding: {num_embeddings: 1000, embedding_dim: 12}\n" in text
    assert "- elementwise: {function: Add, params: 84}\n" in text
    assert "- product: {shape: 3x7x7, inner: 4}\n" in text
    assert "- movement: Softmax\n" in text
    assert "- elementwise: Erf\n" in text
    assert "- take: {counts: [12, 1]}\n" in text


@pytest.mark.parametrize(("name", "gates"), [("LSTM", 4), ("GRU", 3), ("RNN", 1)])
@pytest.mark.parametrize("directions", [1, 2])
def test_what_runs_over_time(name, gates, directions, tmp_path):
    made = Making({"x": [6, 1, 5]})
    rows = gates * 4
    weights = [made.weight(directions, *dims) for dims in ((rows, 5), (rows, 4), (2 * rows,))]
    way = "bidirectional" if directions > 1 else "forward"
    out, state = made.op(name, "x", *weights, outputs=2, hidden_size=4, direction=way)
    x = made.op("Add", out, made.op("Unsqueeze", state, made.numbers([0])))
    network, again, text = both(made, x, tmp_path / "net.onnx")
    assert same(network, again)
    sizes = ", ".join(str(directions * one) for one in (rows * 5, rows * 4, 2 * rows))
    steps = f"rows: {rows}, inner: 9, steps: [{directions}, 6, 1]"
    wanted = f"{{function: {name}, shape: 6x{directions}x4, params: [{sizes}], {steps}}}"
    assert f"- recurrent: {wanted}\n" in text


def test_windows_as_swin_has_them(tmp_path):
    """A map of more axes than an image has, in another order, shifted and put together again."""
    made = Making({"x": [1, 12, 8, 6]})
    first = made.op("Slice", "x", made.numbers([1]), made.numbers([8]), made.numbers([2]))
    last = made.op("Slice", "x", made.numbers([0]), made.numbers([1]), made.numbers([2]))
    x = made.op("Concat", first, last, axis=2)
    x = made.op("Reshape", x, made.numbers([1, 12, 2, 4, 3, 2]))
    x = made.op("Transpose", x, perm=[0, 2, 4, 3, 5, 1])
    x = made.op("MatMul", made.op("Reshape", x, made.numbers([6, 8, 12])), made.weight(6, 12, 12))
    network, again, text = both(made, x, tmp_path / "net.onnx")
    assert same(network, again)
    assert "- take: {starts: [0, 1, 0]}\n" in text
    assert "- reshape: 12x2x4x3x2\n" in text
    assert "- permute: [0, 1, 3, 2, 4]\n" in text


def test_what_is_joined_with_nothing_and_outputs_that_nobody_reads(tmp_path):
    """A concatenation of one; of two layers over time both states, which are read by none."""
    made = Making({"x": [6, 1, 8]})
    x = made.op("Concat", "x", axis=2)
    for layer in ("a", "b"):
        weights = [made.weight(1, *dims) for dims in ((32, 8), (32, 8))]
        x, _, _ = made.op("LSTM", x, *weights, outputs=3, hidden_size=8, called=f"/{layer}/LSTM")
        x = made.op("Reshape", x, made.numbers([6, 1, 8]), called=f"/{layer}/Reshape")
    network, again, text = both(made, x, tmp_path / "net.onnx")
    assert same(network, again)
    assert text.count("recurrent:") == 2


def test_a_table_that_two_read_counts_once(tmp_path):
    made = Making({"x": [1, 7], "y": [1, 7]}, kinds={"x": INT64, "y": INT64})
    table = made.weight(100, 12)
    x = made.op("Mul", made.op("Gather", table, "x"), made.op("Gather", table, "y"))
    network, again, text = both(made, x, tmp_path / "net.onnx")
    assert same(network, again)
    assert again.cost().params == 1200
    assert text.count("learned: false") == 1


def nothing(made, x):
    """No element of a tensor, as what a rotary embedding of all features does not turn."""
    return made.op("Slice", x, made.numbers([0]), made.numbers([0]), made.numbers([2]))


def test_nothing_may_be_taken(tmp_path):
    made = Making({"x": [1, 4, 12, 10]})
    x = made.op("Concat", "x", nothing(made, "x"), axis=2)
    network, again, text = both(made, x, tmp_path / "net.onnx")
    assert same(network, again)
    assert "- take: {counts: [4, 0, 10]}\n" in text


def test_nothing_else_is_made_of_nothing(tmp_path):
    made = Making({"x": [1, 4, 12, 10]})
    x = made.op("Concat", "x", made.op("Exp", nothing(made, "x")), axis=2)
    with pytest.raises(InputError, match=r"CC143.*elementwise \(.*it makes an empty tensor"):
        both(made, x, tmp_path / "net.onnx")
