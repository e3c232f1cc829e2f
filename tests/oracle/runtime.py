"""What a model answers to random inputs: ONNX Runtime's outputs beside those of our own run."""

from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from onnxruntime import quantization  # noqa: E402 — only where that is

from convcalc.network.onnx import mapped, read_model  # noqa: E402
from convcalc.network.onnx.decode import decoded  # noqa: E402
from convcalc.network.onnx.importer import Importer  # noqa: E402
from convcalc.verify.model import model_of, outputs  # noqa: E402
from convcalc.verify.run import verify_network  # noqa: E402

MEMORY = 2**31
# Relative to an output's largest number. Float32 has 6e-8, and sums in another order through a
# hundred layers come to some 1e-6; a scale for a shift, or a channel for another, is of size 1.
LIMIT = 1e-4
LEVELS = 2e-2  # of 8 bits: which of two a number between them is, hangs on its last bit
SMALL = 1e-2  # what is smaller is held against this: logistic functions end in approximations
_KINDS = {
    "tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(double)": np.float64,
    "tensor(bool)": np.bool_, "tensor(uint8)": np.uint8, "tensor(int8)": np.int8,
    "tensor(int32)": np.int32, "tensor(int64)": np.int64,
}  # fmt: skip


def session(model):
    """ONNX Runtime with a model, its path or its bytes."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def imported(model, asked=None, inputs=None, numbers=None):
    """A model, its path or its bytes, as we read it; for these inputs, whose first is no batch."""
    data = mapped(model) if isinstance(model, str) else memoryview(model)
    if inputs:
        dims = {name: one.shape for name, one in inputs.items()}
        return Importer(decoded(data), dims).imported()
    return read_model(data, "model.onnx", asked, numbers or {})


def optimized(model, path):
    """A model as ONNX Runtime writes it when it has made several operators one."""
    options = onnxruntime.SessionOptions()
    level = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = level.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(path)
    onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return str(path)


class Calibration(quantization.CalibrationDataReader):
    """Three random inputs, by which ranges are found."""

    def __init__(self, name, shape):
        arrays = np.random.default_rng(0).standard_normal((3, *shape)).astype(np.float32)
        self._left = iter([{name: one} for one in arrays])

    def get_next(self):
        return next(self._left, None)


def quantized(model, path, form):
    """A model in 8 bits: products of levels, or levels between operators on numbers."""
    (one,) = session(model).get_inputs()
    quantization.quantize_static(
        onnx.load_from_string(model),
        path,
        Calibration(one.name, one.shape),
        quant_format=quantization.QuantFormat[form],
        per_channel=True,
    )
    return str(path)


def random_inputs(running, found, numbers, top):
    """An array for each input."""
    generator = np.random.default_rng(0)
    dims = {port.name: port.dims for port in found.execution.inputs}
    made = {}
    for one in running.get_inputs():
        shape, kind = dims.get(one.name, one.shape), np.dtype(_KINDS[one.type])
        if one.name in numbers:
            made[one.name] = np.full(one.shape, numbers[one.name], kind)
        elif kind.kind == "f":
            made[one.name] = generator.standard_normal(shape).astype(kind)
        else:
            made[one.name] = generator.integers(0, top, shape).astype(kind)
    return made


def difference(model, *, asked=None, inputs=None, numbers=None, top=2):
    """The largest between any two outputs, relative to the largest number of that output.

    `inputs` are arrays; else they are random, of the shapes that are `asked`, whole ones below
    `top`, and `numbers` are those of single numbers.
    """
    running, found = session(model), imported(model, asked, inputs, numbers)
    given = inputs or random_inputs(running, found, numbers or {}, top)
    names = [one.name for one in running.get_outputs()]
    folder = Path(model).parent if isinstance(model, str) else None
    ours = outputs(found.graph, found.execution, given, memory=MEMORY, folder=folder)
    theirs = dict(zip(names, running.run(None, given), strict=True))
    assert sorted(ours) == sorted(names), found.uncounted
    return max(_apart(theirs[name], ours[name]) for name in names)


def _apart(theirs, ours):
    assert theirs.shape == ours.shape
    known, found = [np.asarray(one, np.float64) for one in (theirs, ours)]
    known[np.isneginf(known)] = found[np.isneginf(found)] = 0
    if not known.size:
        return 0.0
    return np.abs(known - found).max() / max(np.abs(known).max(), SMALL)


def unconfirmed(model, asked=None, inputs=None):
    """What `verify` predicts of a model and does not find."""
    found = imported(model, asked, inputs)
    folder = Path(model).parent if isinstance(model, str) else None
    weights = model_of(found.execution, folder)
    checks = verify_network(found.graph, name="model", memory=MEMORY, model=weights)
    return [one for one in checks if not one.ok]
