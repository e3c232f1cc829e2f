"""The same layer as an ONNX model, run by ONNX Runtime. In float32, which it computes in."""

import pytest

onnxruntime = pytest.importorskip("onnxruntime")
onnx = pytest.importorskip("onnx")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402 — only where onnx is

OPSET, FORMAT = 17, 8  # of 2022: every ONNX Runtime that is still in use reads them
OPERATORS = {"conv": "Conv", "conv_transpose": "ConvTranspose"}
WORDS = {"valid": "VALID", "same": "SAME_UPPER", "same_lower": "SAME_LOWER"}


def attributes(layer):
    """The layer's arguments under ONNX's names; padding is all befores, then all afters."""
    found = {
        "kernel_shape": layer.kernel_size,
        "strides": layer.stride,
        "dilations": layer.dilation,
        "group": layer.groups,
    }
    if layer.output_padding:
        found["output_padding"] = layer.output_padding
    if isinstance(layer.padding, str):
        return found | {"auto_pad": WORDS[layer.padding]}
    pairs = [one if isinstance(one, tuple) else (one, one) for one in layer.padding]
    befores, afters = zip(*pairs, strict=True)
    return found | {"pads": befores + afters}


def model(layer, weights):
    """The layer with such weights, a kernel and maybe a bias, for any number of samples."""
    names = ["weight", "bias"][: len(weights)]
    node = helper.make_node(OPERATORS[layer.op], ["x", *names], ["y"], **attributes(layer))
    graph = helper.make_graph(
        [node],
        layer.op,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", *layer.shape])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(one, name) for name, one in zip(names, weights, strict=True)],
    )
    opset = helper.make_opsetid("", OPSET)
    return helper.make_model(graph, opset_imports=[opset], ir_version=FORMAT)


def run(layer, x, weights):
    """The output for an input (batch, C, *spatial) and such weights."""
    return session(model(layer, weights)).run(["y"], {"x": x})[0]


def session(model):
    """A run on one thread that only says what it fails at."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
