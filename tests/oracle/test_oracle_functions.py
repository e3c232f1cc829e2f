"""Functions of ONNX with random arguments against ONNX Runtime, and against their definitions.

What it does otherwise than ONNX's reference is left out: blurring at the ends of an axis, factors
that make no whole size with aligned corners, windows that are shorter than their stride.
"""

import numpy as np
import pytest

pytest.importorskip("onnxruntime")
onnx = pytest.importorskip("onnx")

from onnx_layers import session  # noqa: E402 — only where onnx is

from convcalc.network.onnx.decode import decoded  # noqa: E402
from convcalc.network.onnx.importer import Importer  # noqa: E402
from convcalc.verify.model import model_of, outputs  # noqa: E402
from convcalc.verify.operators import run_operators  # noqa: E402

pytestmark = pytest.mark.oracle

MEMORY = 2**28
MICROSOFT = "com.microsoft"
I64 = np.int64


class Draw:
    """Random numbers, in float32, and choices."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    def floats(self, *dims, low=-2.0, high=2.0):
        return self.random.uniform(low, high, dims).astype(np.float32)

    def whole(self, low, high, *dims, kind=I64):
        return self.random.integers(low, high, dims).astype(kind)

    def one(self, *choices):
        return choices[self.random.integers(len(choices))]

    @property
    def image(self):
        return self.floats(1, 2, *map(int, self.whole(2, 7, 2)))


def modes(draw):
    """What a resize may be told; only a whole factor is the same for both."""
    mode = draw.one("nearest", "linear", "cubic")
    places = ("half_pixel", "asymmetric", "pytorch_half_pixel", "half_pixel_symmetric")
    found = {"mode": mode, "coordinate_transformation_mode": draw.one(*places)}
    if mode == "nearest":
        rounds = ("floor", "ceil", "round_prefer_floor", "round_prefer_ceil")
        found["nearest_mode"] = draw.one(*rounds)
    return found | ({"exclude_outside": draw.one(0, 1)} if mode == "cubic" else {})


def windows(draw, x):
    kernel = [int(draw.whole(1, min(3, size) + 1)) for size in x.shape[2:]]
    pads = [int(draw.whole(0, size)) for size in [*kernel, *kernel]]
    strides = [int(draw.whole(1, 4)) for _ in kernel]
    return {
        "kernel_shape": kernel, "pads": pads, "strides": strides, "ceil_mode": draw.one(0, 1),
    }  # fmt: skip


def grid(draw, mode):
    return "GridSample", draw.image, [draw.floats(1, 3, 4, 2)], 20, {
        "mode": mode,
        "padding_mode": draw.one("zeros", "border", "reflection"),
        "align_corners": draw.one(0, 1),
    }  # fmt: skip


def regions(draw):
    listed = np.sort(draw.floats(3, 2, 2, low=-2, high=8), axis=1).reshape(3, 4)
    return "RoiAlign", draw.image, [listed, I64([0, 0, 0])], draw.one(10, 16), {
        "output_height": draw.one(1, 2, 3), "output_width": draw.one(1, 2),
        "sampling_ratio": draw.one(0, 1, 2), "spatial_scale": draw.one(1.0, 0.5),
        "mode": draw.one("avg", "max"),
    }  # fmt: skip


def pool(draw, name, opset, **attributes):
    x = draw.image
    return name, x, [], opset, windows(draw, x) | attributes


def padded(draw):
    mode = draw.one("constant", "reflect", "edge", "wrap")
    pads = draw.whole(-1 if mode == "constant" else 0, 2, 6)
    filling = [draw.floats()] if mode == "constant" else []
    return "Pad", draw.floats(3, 4, 5), [pads, *filling], 19, {"mode": mode}


def rotated(draw):
    positions = draw.one(draw.whole(0, 6, 2, 3), I64([1]))
    tables = [draw.floats(6, 4), draw.floats(6, 4)]
    settings = {"interleaved": draw.one(0, 1), "domain": MICROSOFT}
    x = draw.floats(*draw.one((2, 3, 16), (2, 2, 3, 8)))
    return "RotaryEmbedding", x, [positions, *tables], 19, settings


def scattered(draw):
    rows = np.stack([draw.random.permutation(4)[:2] for _ in range(3)])
    places = np.repeat(rows[:, :, None], 5, axis=2)
    how = draw.one("none", "add", "mul", "max", "min")
    return "ScatterElements", draw.floats(3, 4, 5), [places, draw.floats(3, 2, 5)], 18, {
        "axis": 1, "reduction": how,
    }  # fmt: skip


CASES = {
    "resize to sizes": lambda d: (
        "Resize", d.image, [None, None, I64([1, 2, *d.whole(1, 9, 2)])], 19, modes(d)),
    "resize by factors": lambda d: (
        "Resize", d.image, [None, np.float32([1, 1, *d.floats(2, low=0.6, high=2.6)])],
        18, modes(d)),
    "resize of opset 10": lambda d: (
        "Resize", d.image, [np.float32([1, 1, 0.5, d.one(1.5, 3)])], 10,
        {"mode": d.one("nearest", "linear")}),
    "upsample": lambda d: (
        "Upsample", d.image, [np.float32([1, 1, 2, d.one(1.5, 3)])], 9,
        {"mode": d.one("nearest", "linear")}),
    "grid": lambda d: grid(d, d.one("linear", "nearest", "cubic")),
    "regions": regions,
    "mean": lambda d: pool(d, "AveragePool", 19, count_include_pad=d.one(0, 1)),
    "maximum": lambda d: pool(d, "MaxPool", 12),
    "length": lambda d: pool(d, "LpPool", 18, p=d.one(1, 2, 3)),
    "pad": padded,
    "rotary": rotated,
    "scatter": scattered,
    "scatter rows": lambda d: (
        "ScatterND", d.floats(3, 4, 5), [I64([[0, 1], [2, -1]]), d.floats(2, 5)], 18,
        {"reduction": d.one("none", "add", "mul", "max", "min")}),
    "gather rows": lambda d: (
        "GatherND", d.floats(3, 4, 5), [d.whole(-3, 3, 3, 2, 1)], 13, {"batch_dims": 1}),
    "gather along": lambda d: (
        "GatherElements", d.floats(3, 4, 5), [d.whole(-4, 4, 3, 2, 5)], 13, {"axis": 1}),
    "norm of groups": lambda d: (
        "GroupNormalization", d.floats(1, 8, 3, 2), [d.floats(8), d.floats(8)], 21,
        {"num_groups": d.one(1, 2, 4, 8)}),
    "response": lambda d: (
        "LRN", d.floats(1, 8, 3, 2), [], 13, {"size": d.one(1, 3, 5), "alpha": 0.1, "beta": 0.5}),
    "mean and variance": lambda d: ("MeanVarianceNormalization", d.floats(2, 3, 4, 5), [], 13, {}),
    "channels to positions": lambda d: (
        "DepthToSpace", d.floats(d.one(1, 2), 8, 3, 2), [], 13,
        {"blocksize": 2, "mode": d.one("DCR", "CRD")}),
    "softmax": lambda d: (
        d.one("Softmax", "LogSoftmax", "Hardmax"), d.floats(1, 4, 3, 2), [], d.one(11, 13),
        {"axis": d.one(1, 2, 3)}),
    "largest": lambda d: (
        "TopK", d.floats(3, 4, 5), [I64([3])], 11,
        {"axis": d.one(0, 1, 2), "largest": d.one(0, 1)}),
    "turned in time": lambda d: (
        "ReverseSequence", d.floats(4, 3, 2), [d.whole(1, 5, 3)], 10,
        {"time_axis": 0, "batch_axis": 1}),
    "levels": lambda d: (
        "QuantizeLinear", d.floats(3, 4), [d.floats(4, low=0.1), d.whole(-9, 9, 4, kind=np.int8)],
        13, {"axis": 1}),
    "quick gelu": lambda d: (
        "QuickGelu", d.floats(3, 4), [], 19, {"alpha": d.one(1.702, 1.0), "domain": MICROSOFT}),
    "fast gelu": lambda d: ("FastGelu", d.floats(3, 4), [d.floats(4)], 19, {"domain": MICROSOFT}),
    "bias gelu": lambda d: ("BiasGelu", d.floats(3, 4), [d.floats(4)], 19, {"domain": MICROSOFT}),
    "gemm": lambda d: (
        "Gemm", d.floats(5, 3), [d.floats(5, 4), d.floats(*d.one((4,), (1,), (3, 1), (3, 4)))],
        13,
        {"transA": 1, "alpha": 0.5, "beta": 2.0}),
    "cast": lambda d: (
        "Cast", d.floats(3, 4, low=-9, high=9), [], 13, {"to": d.one(3, 6, 7, 9, 10)}),
    "division": lambda d: (
        d.one("Div", "Mod"), d.whole(-20, 20, 3, 4, kind=np.int32),
        [d.whole(1, 6, 4, kind=np.int32)], 14, {}),
}  # fmt: skip


def model(op, x, stored, opset, attributes):
    """One operator, its inputs but the first in the file."""
    names = ["" if one is None else f"c{at}" for at, one in enumerate(stored)]
    tensors = [
        onnx.numpy_helper.from_array(np.asarray(one), name)
        for name, one in zip(names, stored, strict=True)
        if one is not None
    ]
    kind = onnx.helper.np_dtype_to_tensor_dtype(x.dtype)
    outputs_ = ["y", "z"] if op == "TopK" else ["y"]
    node = onnx.helper.make_node(op, ["x", *names], outputs_, **attributes)
    graph = onnx.helper.make_graph(
        [node], "one", [onnx.helper.make_tensor_value_info("x", kind, x.shape)],
        [onnx.helper.make_empty_tensor_value_info(name) for name in outputs_], tensors,
    )  # fmt: skip
    sets = [onnx.helper.make_opsetid("", opset), onnx.helper.make_opsetid(MICROSOFT, 1)]
    return onnx.helper.make_model(graph, opset_imports=sets, ir_version=10)


@pytest.mark.parametrize("name", CASES)
def test_a_function_answers_as_onnx_runtime_does(name):
    for seed in range(20):
        op, x, stored, opset, attributes = CASES[name](Draw(seed))
        made = model(op, x, stored, opset, attributes)
        expected = session(made).run(None, {"x": x})
        found = Importer(decoded(memoryview(made.SerializeToString())), {"x": x.shape}).imported()
        settings = {"batch": 1, "memory": MEMORY, "progress": None}
        ran = run_operators(found.graph, model=model_of(found.execution), **settings)
        assert [check for check in ran.checks if not check.ok] == []
        answers = outputs(found.graph, found.execution, {"x": x}, memory=MEMORY)
        for answer, wanted in zip(answers.values(), expected, strict=True):
            np.testing.assert_allclose(
                answer, wanted.astype(float), 1e-4, 1e-4, err_msg=f"{seed} {op} {attributes}"
            )
