"""Models that become network files: the same costs under the same paths."""

import pytest
from building import Making

from convcalc.errors import InputError
from convcalc.network import Settings, load, read_network
from convcalc.network.source import read_text
from convcalc.network.writing import yaml_text


def both(made, output, path):
    """The model's network, and that of its text."""
    path.write_bytes(made.model(output).SerializeToString())
    network = load(str(path))
    text = yaml_text(network)
    return network, read_network(read_text(text, "flat.yaml"), Settings({})), text


def same(one, other):
    metrics = ("params", "macs", "effective_macs", "activations", "traffic_bytes")
    totals = [[getattr(each.cost(), name) for name in metrics] for each in (one, other)]
    paths = [[(node.path, node.output) for node in each.graph.nodes] for each in (one, other)]
    return totals[0] == totals[1] and paths[0] == paths[1]


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


def test_operators_without_a_word_are_refused(tmp_path):
    made = Making({"x": [1, 4, 12, 10]})
    x = made.op("Exp", "x", called="/a/Exp")
    with pytest.raises(InputError, match=r"CC143.*elementwise \(a"):
        both(made, x, tmp_path / "net.onnx")
