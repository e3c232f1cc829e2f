"""A model's MACs and params, counted while ONNX Runtime runs it; nothing here asks convcalc.

The profiler of ONNX Runtime notes of every operator, each time it runs, the shapes of what it read
and wrote: those of the branch that is taken, and of every round of a loop. MACs are arithmetic on
these shapes, without any attribute. Params are the elements of the weights that those operators
read which ran, and which depend on the inputs: what does not is computed once, and costs nothing.
"""

import json
import tempfile
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import pytest

onnxruntime = pytest.importorskip("onnxruntime")

GRAPH = onnx.AttributeProto.GRAPH
FLOATS = (onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.DOUBLE)
_TIMED = "_kernel_time"  # what the profiler appends to the name of a node


class Count(NamedTuple):
    """What a model costs for the inputs that it was run with."""

    params: int
    macs: int


class Event(NamedTuple):
    """A node that ran, with the shapes that it read and wrote."""

    name: str
    op: str
    read: list[list[int]]
    written: list[list[int]]


def _of_weight(read, written):
    """Each element of the output meets all of a filter but its output channels."""
    return prod(written[0]) * prod(read[1][1:])


def _of_steps(read, written):
    """In each step of each sample, every number of both matrices is used once."""
    del written
    steps, samples, _ = read[0]
    return steps * samples * (prod(read[1]) + prod(read[2]))


MACS = {
    "Conv": _of_weight,
    "ConvInteger": _of_weight,
    # Each element of the input meets all of a filter but its input channels.
    "ConvTranspose": lambda read, _: prod(read[0]) * prod(read[1][1:]),
    "MatMul": lambda read, written: prod(written[0]) * read[0][-1],
    "MatMulInteger": lambda read, written: prod(written[0]) * read[0][-1],
    "Gemm": lambda read, written: prod(read[0]) * written[0][-1],
    **dict.fromkeys(("LSTM", "GRU", "RNN", "DynamicQuantizeLSTM"), _of_steps),
}
# What multiplies too, and stands in none of the models.
_NOT_HERE = {"Attention", "DeformConv", "Einsum", "MultiHeadAttention", "QLinearConv",
             "QLinearMatMul"}  # fmt: skip
# Which inputs are weights and biases of whatever type and size.
WEIGHTS = {
    "Conv": (1, 2),
    "ConvInteger": (1,),
    "ConvTranspose": (1, 2),
    "Gemm": (1, 2),
    "MatMul": (0, 1),
    "MatMulInteger": (0, 1),
    "DynamicQuantizeLSTM": (1, 2, 3),
}
# Which inputs are floats that nobody trains: statistics, factors, bounds, scales.
_NOT_TRAINED = {
    "BatchNormalization": (3, 4),
    "Resize": (1, 2, 3),
    "Clip": (1, 2),
    "DynamicQuantizeLSTM": range(8, 12),
}


def count(model, shapes, numbers):
    """Params and MACs, for inputs of these shapes and of these numbers."""
    nodes = _named(model.graph)
    events = _run(model, shapes, numbers)
    known = {one.name: None for one in model.graph.input} | {name: {} for name in numbers}
    flow = _Flow({one.name: one for one in events})
    flow.graph(model.graph, known)
    macs = sum(_macs(one) for one in events if one.name in flow.live or one.name not in nodes)
    return Count(flow.params, macs)


def _named(graph):
    """All nodes, those of graphs in graphs too, each under a name of its own."""
    found = {}
    for held in graphs(graph):
        for node in held.node:
            node.name = f"node {len(found)}"
            found[node.name] = node
    return found


def graphs(graph) -> Iterator[onnx.GraphProto]:
    """A graph, and those that its nodes hold."""
    yield graph
    for node in graph.node:
        for held in node.attribute:
            if held.type == GRAPH:
                yield from graphs(held.g)


def _run(model, shapes, numbers):
    """Every operator that ran, in the order in which they did."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.disable_prepacking", "1")  # else weights vanish
    options.log_severity_level = 3
    options.enable_profiling = True
    with tempfile.TemporaryDirectory() as folder:
        options.profile_file_prefix = str(Path(folder) / "run")
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        session.run(None, _feeds(session, shapes, numbers))
        events = json.loads(Path(session.end_profiling()).read_text())
    return [_event(one) for one in events if one["name"].endswith(_TIMED)]


def _feeds(session, shapes, numbers):
    generator = np.random.default_rng(0)
    feeds = {}
    for one in session.get_inputs():
        kind = onnx.helper.tensor_dtype_to_np_dtype(_KINDS[one.type])
        sizes = [size if isinstance(size, int) else 1 for size in one.shape]
        values = numbers.get(one.name, generator.random(shapes.get(one.name, sizes)))
        feeds[one.name] = np.asarray(values).reshape(shapes.get(one.name, sizes)).astype(kind)
    return feeds


_KINDS = {
    "tensor(float)": onnx.TensorProto.FLOAT,
    "tensor(int32)": onnx.TensorProto.INT32,
    "tensor(int64)": onnx.TensorProto.INT64,
    "tensor(bool)": onnx.TensorProto.BOOL,
}


def _event(entry):
    told = entry["args"]
    read, written = [
        [list(*one.values()) for one in told[key]]
        for key in ("input_type_shape", "output_type_shape")
    ]
    return Event(entry["name"].removesuffix(_TIMED), told["op_name"], read, written)


def _macs(event):
    assert event.op not in _NOT_HERE, event
    return MACS[event.op](event.read, event.written) if event.op in MACS else 0


class _Flow:
    """What depends on the inputs, and the weights of all that does and ran.

    A name stands for None where it depends on the inputs, and else for the stored tensors that it
    is made of.
    """

    def __init__(self, ran):
        self.live = set()
        self.params = 0
        self._ran = ran
        self._had = set()
        self._stored = 0

    def graph(self, graph, known):
        known |= {one.name: self._as_stored(one) for one in graph.initializer}
        writers = {name: node for node in graph.node for name in node.output}
        for node in graph.node:
            known |= dict.fromkeys(node.output, self._made(node, known, writers))

    def _as_stored(self, tensor):
        self._stored += 1
        return {self._stored: tensor}

    def _made(self, node, known, writers):
        if node.op_type == "Constant":
            tensors = [one.t for one in node.attribute if one.name == "value"]
            return self._as_stored(tensors[0]) if tensors else {}
        read = [known[name] if name else {} for name in node.input]
        held = [self._held(one.g, known) for one in node.attribute if one.type == GRAPH]
        if node.op_type in {"Shape", "Size"}:
            return {}
        if None not in read and not any(held):
            return {key: one for tensors in read for key, one in tensors.items()}
        self.live.add(node.name)
        if node.name in self._ran and not held:
            self._learn(
                node, read, {writers[name].op_type for name in node.input if name in writers}
            )
        return None

    def _held(self, graph, known):
        """Whether what a graph makes depends on the inputs."""
        inner = dict(known) | {one.name: None for one in graph.input}
        self.graph(graph, inner)
        return any(inner[one.name] is None for one in graph.output)

    def _learn(self, node, read, before):
        """Count what a node learns; a layer whose matrix another has is that layer again."""
        weights = WEIGHTS.get(node.op_type, ())
        if node.op_type == "Add" and before == {"MatMul"}:
            weights = (0, 1)  # the bias of what was multiplied
        columns = self._ran[node.name].written[0][-1:]
        found = {
            key: one
            for at, tensors in enumerate(read)
            if tensors and at not in _NOT_TRAINED.get(node.op_type, ())
            for key, one in tensors.items()
            if (at in weights and (node.op_type != "Add" or [prod(one.dims)] == columns))
            or (one.data_type in FLOATS and prod(one.dims) > 1)
        }
        matrices = {key for key, one in found.items() if _is_own(one)}
        if node.op_type in WEIGHTS and matrices and matrices <= self._had:
            return
        for key, one in found.items():
            kept = key if _is_own(one) else (key, node.name)
            self.params += prod(one.dims) if kept not in self._had else 0
            self._had.add(kept)


def _is_own(tensor):
    """Whether it counts once, whoever reads it: all but a vector of one number over and over."""
    if sum(size > 1 for size in tensor.dims) > 1:
        return True
    return len(np.unique(onnx.numpy_helper.to_array(tensor))) > 1
