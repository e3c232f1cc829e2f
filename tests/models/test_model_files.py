"""Whole models that others wrote: those in the package onnx, and what exporters make."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from building import Making, onnx

from convcalc import load

DATA = Path(__file__).parents[1] / "data"
LIGHT = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
# Those that are networks of the zoo; the others are of other versions, or of other papers.
IN_ZOO = {
    "light_resnet50.onnx": "resnet50",
    "light_squeezenet.onnx": "squeezenet1_1",
    "light_vgg19.onnx": "vgg19",
}


@pytest.mark.parametrize("path", sorted(LIGHT.glob("*.onnx")), ids=lambda path: path.stem)
def test_models_of_the_package_onnx_are_counted_in_full(path):
    network = load(str(path))
    assert network.uncounted == ()
    assert network.cost().macs > 10**8


@pytest.mark.parametrize("name", IN_ZOO)
def test_what_is_in_the_zoo_costs_the_same(name):
    """Written by Caffe2 in 2018; our figures are torchvision's."""
    theirs, ours = load(str(LIGHT / name)).cost(), load(IN_ZOO[name]).cost()
    assert (theirs.params, theirs.macs, theirs.activations) == (
        ours.params,
        ours.macs,
        ours.activations,
    )


def test_a_file_of_pytorch_without_its_weights():
    """PyTorch's FlopCounterMode counts 2 · 1,814,073,344 of it; the zoo has its receptive field."""
    network = load(str(DATA / "resnet18.onnx"))
    cost, zoo = network.cost(), load("resnet18").cost()
    assert cost.macs == 1_814_073_344
    assert (cost.receptive_field, cost.jump) == (zoo.receptive_field, zoo.jump)
    assert cost.effective_macs == zoo.effective_macs
    paths = [node.path for node in network.graph.nodes]
    assert paths[:4] == ["conv1", "relu", "maxpool", "layer1.0.conv1"]
    assert len({*paths}) == len(paths)


def test_every_model_of_torchvision_is_what_pytorch_counts():
    with (DATA / "torchvision_onnx.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["model"] for row in rows}) >= 40
    assert {row["exporter"] for row in rows} == {"old", "new"}
    for row in rows:
        assert row["convcalc_macs"] == row["torch_macs"], row["model"]


def test_reading_a_model_loads_no_library_of_arrays():
    """Whatever its size, a model is read sooner than NumPy is loaded."""
    code = (
        "import sys, convcalc; convcalc.load(sys.argv[1]).cost();"
        "print({'numpy', 'onnx', 'google.protobuf', 'yaml'} & {*sys.modules})"
    )
    command = [sys.executable, "-c", code, str(DATA / "resnet18.onnx")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


def test_an_operator_has_its_own_path_and_what_prepares_it_one_below():
    """To put channels first is not the product that needs it, though it runs before."""
    made = Making({"x": (1, 4, 6, 5)})
    x = made.op("MatMul", "x", made.weight(5, 7), called="head/product")
    x = made.op("Relu", x, called="a/first;a/BiasAdd;b/second")  # as TensorFlow Lite fuses
    paths = [node.path for node in made.graph(x).nodes]
    assert paths == ["head.product.permute", "head.product", "b.second"]
