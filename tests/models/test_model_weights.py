"""Weights: counted once each, and never read."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from building import Making, macs, one_op, params

from convcalc.analysis.network_cost import network_cost


def test_a_weight_that_two_operators_have_counts_once():
    """A head on two levels of a pyramid, as in RetinaNet: its work counts on each."""
    made = Making({"large": (1, 4, 8, 6), "small": (1, 4, 4, 3)})
    weight, bias = made.weight(9, 4, 3, 3), made.weight(9)
    heads = [made.op("Conv", one, weight, bias, pads=[1, 1, 1, 1]) for one in ("large", "small")]
    cost = network_cost(made.graph(*heads), batch=1, dtype="fp32")
    assert cost.params == 9 * 4 * 9 + 9
    assert cost.macs == 9 * 4 * 9 * (8 * 6 + 4 * 3)
    assert cost.weights_bytes == 4 * cost.params
    # Each reads the weights, its input, and writes its output.
    assert cost.traffic_bytes == 4 * (2 * cost.params + (4 + 9) * (8 * 6 + 4 * 3))


def test_a_vector_that_two_operators_have_counts_once_if_it_was_trained():
    """Two norms of 4 channels: exporters store the ones of both once before any training."""
    for scale, params_ in ((np.ones(4), 2 * 4 + 2 * 4), (np.arange(4), 4 + 2 * 4)):
        made = Making({"x": (1, 9, 4)})
        shared = made.numbers(scale, np.float32)
        x = "x"
        for shift in (made.weight(4), made.weight(4)):
            x = made.op("Add", made.op("Mul", made.op("Tanh", x), shared), shift)
        assert network_cost(made.graph(x), batch=1, dtype="fp32").params == params_


def test_a_filter_of_one_channel_that_is_used_again_is_one():
    """As the low-pass of Basic Pitch, which halves the sampling rate eight times."""
    made = Making({"x": (1, 1, 40)})
    taps = made.numbers(np.linspace(0, 1, 9).reshape(1, 1, 9), np.float32)
    once = made.op("Conv", "x", taps, strides=[2])
    cost = network_cost(made.graph(made.op("Conv", once, taps)), batch=1, dtype="fp32")
    assert (cost.params, cost.macs) == (9, 9 * 16 + 9 * 8)


def test_a_table_of_words_that_is_the_last_layer_too():
    """As in GPT-2: 100 words of 16 features, looked up, then transposed and multiplied."""
    made = Making({"ids": (1, 9)}, kinds={"ids": 7})
    table = made.weight(100, 16)
    words = made.op("Gather", table, "ids")
    graph = made.graph(made.op("MatMul", words, made.op("Transpose", table, perm=[1, 0])))
    cost = network_cost(graph, batch=1, dtype="fp32")
    assert (cost.params, cost.macs) == (1600, 9 * 1600)


def test_running_statistics_are_not_trained():
    """Scale and shift count, mean and variance do not: 2 · 6."""
    assert params(one_op("BatchNormalization", (1, 6, 5, 4), *[(6,)] * 4)) == 12


def test_single_numbers_are_not_trained():
    made = Making({"x": (1, 6, 5, 4)})
    half = made.numbers(0.5, np.float32)
    assert params(made.graph(made.op("Mul", made.op("Add", "x", half), half))) == 0


def test_weights_listed_among_the_inputs_are_no_inputs():
    """MXNet and Caffe2 list them, and files of before 2019 had to."""
    made = Making({"x": (1, 4, 7, 5)}, listed=True)
    graph = made.graph(made.op("Conv", "x", made.weight(6, 4, 3, 1)))
    assert (graph.inputs, macs(graph)) == (((4, 7, 5),), 6 * 4 * 3 * 5 * 5)


_READ = """
import sys
from convcalc.network.onnx import mapped, read_model
read_model(mapped(sys.argv[1]), "x", None, {})
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for its memory")
def test_three_gigabytes_of_weights_take_no_memory(tmp_path):
    """More than protobuf can read at all. The file is sparse; 100 MB are the program itself."""
    made = Making({"x": (1, 4, 7, 5)})
    graph = made.model(made.op("Conv", "x", made.weight(6, 4, 3, 1))).graph.SerializeToString()
    hole = 3 * 2**30
    path = tmp_path / "large.onnx"
    # By their field numbers: a model's graph is 7, a graph's weight 5, its raw bytes 9.
    weight = b"\x4a" + varint(hole)
    whole = graph + b"\x2a" + varint(len(weight) + hole) + weight
    path.write_bytes(b"\x3a" + varint(len(whole) + hole) + whole)
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size + hole)
    ran = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
    )
    name, kilobytes, _ = ran.stdout.split()
    assert name == "VmHWM:"
    assert int(kilobytes) < 100_000


def varint(value):
    """A number as protobuf writes it: 7 bits a byte, the lowest first."""
    found = []
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
