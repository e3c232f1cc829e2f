"""Files that are no models, or broken ones: one sentence, code 2, and no time lost."""

import os
import random

import onnx
import pytest
from building import FLOAT, Making, mutated
from commandline import convcalc

from convcalc.errors import InputError
from convcalc.network.onnx import read_model


def graph_of(made, *outputs):
    return made.model(*outputs).SerializeToString()


def convolution(**attributes):
    made = Making({"x": (1, 3, 20, 30)})
    return graph_of(made, made.op("Conv", "x", made.weight(8, 3, 3, 5), called="c", **attributes))


def ring():
    made = Making({"x": (1, 3, 4, 4)})
    made.op("Add", "x", "t1_0", called="first")
    return graph_of(made, made.op("Relu", "t0_0", called="second"))


def missing():
    made = Making({"x": (1, 3, 4, 4)})
    return graph_of(made, made.op("Add", "x", "weight", called="first"))


def twice():
    made = Making({"x": (1, 3, 4, 4)})
    made.op("Relu", "x", called="first")
    made.op("Relu", "x", called="second")
    made.nodes[1].output[0] = "t0_0"
    return graph_of(made, "t0_0")


def negative():
    made = Making({"x": (1, 3, 4, 4)})
    made.weights.append(onnx.TensorProto(name="w", dims=[8, -3, 1, 1], data_type=FLOAT))
    return graph_of(made, made.op("Conv", "x", "w"))


def wrong_count():
    made = Making({"x": (1, 3, 4, 4)})
    made.weights.append(onnx.helper.make_tensor("s", onnx.TensorProto.INT64, [2], [1, -1]))
    made.weights[-1].int64_data.append(3)
    return graph_of(made, made.op("Reshape", "x", "s"))


def below_zero():
    made = Making({"x": (1, 3, 8, 9)})
    boxes, indices = made.weight(2, 4), made.numbers([0, 0])
    return graph_of(made, made.op("RoiAlign", "x", boxes, indices, called="r", output_width=-5))


def reading(name):
    made = Making({"x": (1, 3, 4, 4)})
    return graph_of(made, made.op("Add", "x", name, called="first"))


def far_too_long():
    """Two names of half a million signs each, no two of which are soon alike."""
    signs = "".join(map(chr, range(0x4E00, 0x4E00 + 500))) * 1000
    made = Making({"x": (1, 3, 4, 4)})
    made.op("Relu", "x", called="first")
    made.nodes[0].output[0] = signs
    return graph_of(made, made.op("Add", "x", signs[::-1]))


def huge():
    return graph_of(
        Making({"x": (1, 3, 2**40, 4)}, nodes=[onnx.helper.make_node("Relu", ["x"], ["y"])]), "y"
    )


def doubling():
    """Thirty functions, each of two of the one before: a thousand million operators."""
    make, opsets = onnx.helper.make_node, [onnx.helper.make_opsetid("", 17)]
    functions = []
    for level in range(30):
        inner = f"f{level - 1}" if level else "Relu"
        domain = "own" if level else ""
        nodes = [make(inner, ["a"], ["b"], domain=domain), make(inner, ["b"], ["c"], domain=domain)]
        own = [*opsets, onnx.helper.make_opsetid("own", 1)]
        functions.append(onnx.helper.make_function("own", f"f{level}", ["a"], ["c"], nodes, own))
    made = Making({"x": (1, 3, 4, 4)}, functions=functions)
    return graph_of(made, made.op("f29", "x", domain="own"))


BAD = [
    (b"", "CC101", "the file is empty"),
    (b"convcalc: 1\nlayers: []\n", "CC140", "is no ONNX model"),
    (convolution()[:-40], "CC140", "it ends in the middle"),
    (b"\x08\x08", "CC140", "it holds no graph"),
    (b"\x3a\x00", "CC140", "its graph has no operators"),
    (ring(), "CC142", "waits for what it writes itself"),
    (missing(), "CC142", "Add first reads weight, which nothing writes"),
    (twice(), "CC142", "Relu first and Relu second both write t0_0"),
    (below_zero(), "CC142", "m.onnx: r: RoiAlign makes 2x3x1x-5; no size is below 0"),
    (reading("a\nb\x1b[2J"), "CC142", "Add first reads a�b�[2J, which nothing writes"),
    (reading("a" * 10**6), "CC142", "Add first reads aaaa"),
    (far_too_long(), "CC142", "reads \u4ff3\u4ff2"),
    (negative(), "CC140", "a weight has the shape [8, -3, 1, 1]"),
    (wrong_count(), "CC140", "3 numbers stand where the shape is 2"),
    (huge(), "CC141", "1099511627776 long"),
    (doubling(), "CC140", "operators"),
    (convolution(dilations=[40, 1]), "CC201", "m.onnx: c: axis 0: effective kernel 81"),
]


@pytest.mark.parametrize(("data", "code", "said"), BAD, ids=[said[:40] for _, _, said in BAD])
def test_a_file_that_is_refused(tmp_path, monkeypatch, data, code, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.onnx").write_bytes(data)
    ran = convcalc("net", "m.onnx")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error[{code}]: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert len(ran.err) < 1000


def test_a_path_that_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.onnx").mkdir()
    os.mkfifo(tmp_path / "pipe.onnx")
    said = {"none.onnx": "No such file", "folder.onnx": "Is a directory", "pipe.onnx": "no file"}
    for name, words in said.items():
        ran = convcalc("net", name)
        assert ran.code == 2
        assert ran.err.startswith(f"error[CC101]: {name}: ")
        assert words in ran.err


def test_an_output_that_an_operator_does_not_have_is_not_known():
    made = Making({"x": (1, 3, 4, 4)})
    value = onnx.helper.make_tensor("v", FLOAT, [], [2.0])
    _, second = made.op("Constant", outputs=2, value=value)
    (lost,) = made.imported(made.op("Mul", "x", second, called="m")).uncounted
    assert (lost.op, lost.path) == ("Mul", "m")
    assert lost.why == "what it reads is known only when Constant runs"


def attention_model():
    """Many kinds of operators, in one file."""
    made = Making({"x": ("N", 6, 8, 4)})
    x = made.op("Conv", "x", made.weight(8, 6, 3, 3), pads=[1, 1, 1, 1])
    x = made.op("Clip", x, made.numbers(0.0, "float32"), made.numbers(6.0, "float32"))
    shape = made.op("Slice", made.op("Shape", x), made.numbers([0]), made.numbers([2]))
    x = made.op("Reshape", x, made.op("Concat", shape, made.numbers([-1]), axis=0))
    x = made.op("Transpose", x, perm=[0, 2, 1])
    x = made.op("Add", made.op("MatMul", x, made.weight(8, 24)), made.weight(24))
    query, key, value = made.op("Split", x, made.numbers([8, 8, 8]), axis=2, outputs=3)
    scores = made.op("MatMul", query, made.op("Transpose", key, perm=[0, 2, 1]))
    x = made.op("MatMul", made.op("Softmax", scores, axis=2), value)
    x = made.op("ReduceMean", x, axes=[1], keepdims=0)
    return graph_of(made, made.op("Gemm", x, made.weight(8, 5)))


@pytest.mark.parametrize("seed", range(4))
def test_mutated_files_are_read_or_refused(seed):
    data, generator = attention_model(), random.Random(seed)  # noqa: S311 — no secret
    refused = 0
    for _ in range(1500):
        try:
            found = read_model(memoryview(mutated(data, generator)), "m.onnx", None, {})
        except InputError:
            refused += 1
        else:
            assert found.graph.outputs
    assert 150 < refused < 1500
