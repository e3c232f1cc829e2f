"""A ResNet of the zoo as an ONNX file, with random weights, or with the shapes of weights alone."""

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

from convcalc import load

OPSET, FORMAT = 17, 8  # of 2022: every tool reads them
NORM = ("scale", "bias", "mean", "variance")
SIMPLE = {
    "bn": "BatchNormalization",
    "relu": "Relu",
    "add": "Add",
    "gap": "GlobalAveragePool",
    "flatten": "Flatten",
}


def written(name: str, path: Path, *, weights: bool) -> Path:
    """The file of a network, in one piece. Where it has no `weights`, they are in no file."""
    graph = load(name).graph
    tensors = ["input", *[node.path for node in graph.nodes]]
    nodes, stored = [], []
    for node in graph.nodes:
        shapes = _weights(node)
        stored += [_stored(f"{node.path}.{key}", dims, weights) for key, dims in shapes.items()]
        inputs = [*[tensors[one] for one in node.inputs], *[f"{node.path}.{key}" for key in shapes]]
        op, attributes = _said(node.op)
        nodes.append(helper.make_node(op, inputs, [node.path], node.path, **attributes))
    value = helper.make_tensor_value_info
    made = helper.make_graph(
        nodes,
        name,
        [value("input", TensorProto.FLOAT, (1, *graph.inputs[0]))],
        [value(tensors[-1], TensorProto.FLOAT, (1, *graph.nodes[-1].output))],
        stored,
    )
    opset = helper.make_opsetid("", OPSET)
    save(helper.make_model(made, opset_imports=[opset], ir_version=FORMAT), path)
    return path


def _weights(node) -> dict[str, tuple[int, ...]]:
    """The shape of each."""
    channels, op = node.output[0], node.op
    if op.name == "conv":
        return {"weight": (channels, node.in_shapes[0][0], *op.kernel_size)}
    if op.name == "linear":
        return {"weight": (channels, node.in_shapes[0][0]), "bias": (channels,)}
    return dict.fromkeys(NORM, (channels,)) if op.name == "bn" else {}


def _said(op) -> tuple[str, dict[str, object]]:
    """An operator in ONNX's words."""
    if op.name == "linear":
        return "Gemm", {"transB": 1}
    if op.name not in ("conv", "maxpool"):
        return SIMPLE[op.name], {}
    pads = [size for side in zip(*op.padding, strict=True) for size in side]
    window = {"kernel_shape": op.kernel_size, "strides": op.stride, "pads": pads}
    return {"conv": "Conv", "maxpool": "MaxPool"}[op.name], window


def _stored(name: str, dims: tuple[int, ...], weights: bool) -> TensorProto:
    if weights:
        dice = np.random.default_rng(1)
        return numpy_helper.from_array(dice.standard_normal(dims, dtype=np.float32), name)
    found = TensorProto(name=name, dims=dims, data_type=TensorProto.FLOAT)
    found.data_location = TensorProto.EXTERNAL
    found.external_data.add(key="location", value="nowhere")
    return found
