"""Models whose functions do not fit what they read: refused by name, when they are run."""

import numpy as np
import pytest
from building import INT64, Making
from commandline import convcalc

from convcalc.errors import InputError
from convcalc.network.onnx import read_model
from convcalc.verify.model import model_of
from convcalc.verify.run import verify_network


def too_many(made):
    return made.op("Exp", "x", made.weight(1, 4, 5))


def out_of_bounds(made):
    return made.op("Gather", "x", made.numbers([0, 9]), axis=1)


def two_axes_that_are_one(made):
    return made.op("ReduceMax", "x", axes=[1, -2])


def no_such_function(made):
    return made.op("Bernoulli", "x")


def weights_of_another_shape(made):
    return made.op("BatchNormalization", "x", *[made.numbers(np.ones(3), np.float32)] * 4)


MISFITS = {
    too_many: "Exp cannot be run: it reads one tensor, and 2 are given",
    out_of_bounds: "Gather cannot be run: index 9 is out of bounds",
    two_axes_that_are_one: "ReduceMax cannot be run: duplicate value in 'axis'",
    no_such_function: "Bernoulli cannot be run",
    weights_of_another_shape: "its weights do not fit: ",
}


@pytest.mark.parametrize("misfit", MISFITS)
def test_what_does_not_fit_is_refused_at_its_path(misfit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = Making({"x": (1, 4, 5)}, opset=13)
    data = made.model(misfit(made)).SerializeToString()
    (tmp_path / "made.onnx").write_bytes(data)
    ran = convcalc("verify", "made.onnx", "lenet5")
    assert ran.code == 2
    (line,) = [one for one in ran.err.splitlines() if "error" in one]
    assert line.startswith("error[CC221]: made.")
    assert MISFITS[misfit] in line
    assert "lenet5" in ran.out  # what can be run is run


def test_inputs_that_nothing_reads_are_bounded_too():
    """2^31 numbers of 4 bytes: 8 GiB."""
    made = Making({"x": (1, 2**31)}, kinds={"x": INT64})
    made.op("Identity", "x")
    found = read_model(memoryview(made.model("x").SerializeToString()), "made.onnx", None, {})
    with pytest.raises(InputError, match=r"CC220.*the inputs need 8192 MiB"):
        verify_network(found.graph, name="made", model=model_of(found.execution))


def test_a_constant_that_is_computed_is_bounded():
    """3 · 2^30 numbers, of which an addition reads all: 12 GiB."""
    made = Making({"x": (1, 3, 1)})
    ones = made.numbers(np.ones((1, 3, 1)), np.float32)
    large = made.op("Expand", ones, made.numbers([1, 3, 2**30]))
    model = made.model(made.op("Add", "x", made.op("ReduceMean", large, axes=[2])))
    found = read_model(memoryview(model.SerializeToString()), "made.onnx", None, {})
    with pytest.raises(InputError, match=r"CC220.*Expand makes a constant of 1x3x1073741824"):
        verify_network(found.graph, name="made", model=model_of(found.execution))
