"""Weights in other files: read where a model runs if they lie in its folder, else never opened."""

import os

import numpy as np
import onnx
import pytest
from building import FLOAT, Making
from commandline import convcalc

from convcalc.verify import beside
from convcalc.verify.model import model_of, outputs

WEIGHT = np.array([[2.0, 3.0], [5.0, 7.0], [11.0, 13.0]], np.float32)
X = np.array([[1.0, 10.0]], np.float32)
BY_HAND = [[32.0, 75.0, 141.0]]  # 1·2 + 10·3, 1·5 + 10·7, 1·11 + 10·13


@pytest.fixture
def folder(tmp_path):
    """A folder with a model's weights behind four other bytes, and files beside it."""
    inside = tmp_path / "model"
    inside.mkdir()
    for place in (inside / "w.data", tmp_path / "outside.data"):
        place.write_bytes(b"\xff" * 4 + WEIGHT.tobytes())
    return inside


def imported(location, **said):
    """A product of x with a weight of 3 × 2 that lies elsewhere."""
    made = Making({"x": (1, 2)})
    name = made.weight(3, 2)
    tensor = made.weights[0]
    del tensor.external_data[:]
    for key, value in {"location": location, "offset": 4, **said}.items():
        tensor.external_data.add(key=key, value=str(value))
    return made.imported(made.op("Gemm", "x", name, transB=1))


def ran(found, folder):
    (y,) = outputs(found.graph, found.execution, {"x": X}, memory=2**28, folder=folder).values()
    return y.tolist()


@pytest.mark.parametrize("said", [{}, {"length": 24}])
def test_numbers_are_read_from_a_file_beside(folder, said):
    found = imported("w.data", **said)
    assert ran(found, folder) == BY_HAND
    assert model_of(found.execution, folder).missing == []


def test_a_file_may_lie_deeper_or_be_a_link_to_one_inside(folder):
    (folder / "deep").mkdir()
    (folder / "w.data").rename(folder / "deep" / "w.data")
    (folder / "link.data").symlink_to(folder / "deep" / "w.data")
    assert ran(imported("deep/w.data"), folder) == BY_HAND
    assert ran(imported("link.data"), folder) == BY_HAND


OUTSIDE = "is outside of the model's folder, and was not opened"


@pytest.mark.parametrize(
    "location",
    ["../outside.data", "deep/../../outside.data", "{outside}", "link.data", "..\\outside.data"],
)
def test_a_file_outside_is_never_opened(folder, location, monkeypatch):
    """Steps up, whole paths and links out of the folder: weights are random, and it is said."""
    outside = folder.parent / "outside.data"
    (folder / "deep").mkdir()
    (folder / "link.data").symlink_to(outside)
    opened = []
    monkeypatch.setattr(beside, "mapped", opened.append)
    found = imported(location.format(outside=outside))
    (why,) = model_of(found.execution, folder).missing
    assert why.endswith(OUTSIDE)
    assert ran(found, folder) != BY_HAND
    assert opened == []


@pytest.mark.parametrize(
    ("location", "said", "why"),
    [
        ("none.data", {}, "none.data is not there, or cannot be read"),
        ("w.data", {"offset": 8}, "w.data does not hold what the model says"),
        ("w.data", {"length": 20}, "w.data does not hold what the model says"),
        ("w.data", {"offset": -4}, "w.data does not hold what the model says"),
        ("w.data", {"offset": "four"}, "w.data does not hold what the model says"),
        ("", {}, "it is not said where they are"),
        ("deep", {}, "deep is not there, or cannot be read"),
        ("pipe", {}, "pipe is not there, or cannot be read"),
        ("ring", {}, "ring is not there, or cannot be read"),
        ("w\0.data", {}, "w�.data is not there, or cannot be read"),
    ],
)
def test_what_is_not_there_is_random_and_said(folder, location, said, why):
    """Too short, too long, a folder, a pipe that would wait, a link to itself."""
    (folder / "deep").mkdir()
    (folder / "ring").symlink_to(folder / "ring")
    os.mkfifo(folder / "pipe")
    found = imported(location, **said)
    assert model_of(found.execution, folder).missing == [f"random numbers for 1 weight: {why}"]
    (numbers,) = ran(found, folder)
    assert all(0 < abs(one) < 20 for one in numbers)


def test_verify_says_once_that_weights_are_random(folder):
    made = Making({"x": (1, 2)})
    last = made.op("Gemm", made.op("Gemm", "x", made.weight(2, 2)), made.weight(2, 2))
    onnx.save(made.model(last), folder / "made.onnx")
    ran = convcalc("verify", folder / "made.onnx")
    assert ran.code == 0
    why = "../../etc/passwd is outside of the model's folder, and was not opened"
    assert ran.err == f"note: made: random numbers for 2 weights: {why}\n"
    assert convcalc("verify", folder / "made.onnx", "--quiet").err == ""


def test_a_model_that_is_no_file_has_nothing_beside_it():
    found = imported("w.data")
    assert model_of(found.execution).missing == [
        "random numbers for 1 weight: w.data is beside a file, and the model is in none"
    ]


@pytest.mark.parametrize(
    ("kind", "field", "written", "read"),
    [
        (FLOAT, "float_data", [1.5, -2.0], [1.5, -2.0]),
        (onnx.TensorProto.DOUBLE, "double_data", [0.5, 3.0], [0.5, 3.0]),
        (onnx.TensorProto.FLOAT16, "int32_data", [0x3C00, 0xC000], [1.0, -2.0]),  # IEEE 754
        (onnx.TensorProto.BFLOAT16, "int32_data", [0x3F80, 0xC000], [1.0, -2.0]),
        (onnx.TensorProto.INT8, "int32_data", [-7, 100], [-7, 100]),
        (onnx.TensorProto.INT64, "int64_data", [-(2**62), 300], [-(2**62), 300]),
    ],
)
def test_numbers_in_fields_of_their_type(kind, field, written, read):
    """As old writers have them, here 5,000 of them, so that they are no shape."""
    made = Making({"x": (1, 1)})
    tensor = onnx.TensorProto(name="w", dims=(2500, 2), data_type=kind)
    getattr(tensor, field).extend(written * 2500)
    made.weights.append(tensor)
    found = made.imported(made.op("Mul", "x", made.op("Cast", "w", to=FLOAT)))
    answer = outputs(found.graph, found.execution, {"x": np.ones((1, 1))}, memory=2**28)
    (y,) = answer.values()
    assert y.tolist() == [[np.float32(one) for one in read]] * 2500


def test_weights_that_are_made_of_each_other_are_made_once_each():
    """Half of it and half of it, 400 times: a walk of each way down would never end."""
    made = Making({"x": (1, 5000)})
    half = made.numbers(0.5, np.float32)
    last = made.numbers(np.ones(5000), np.float32)
    for _ in range(400):
        each = made.op("Mul", last, half)
        last = made.op("Add", each, each)
    found = made.imported(made.op("Mul", "x", last))
    answer = outputs(found.graph, found.execution, {"x": np.ones((1, 5000))}, memory=2**28)
    assert [set(one.reshape(-1)) for one in answer.values()] == [{1.0}]
