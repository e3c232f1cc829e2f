"""A few of torchvision's models, exported afresh: the row that is kept of each, and its text."""

import csv
from pathlib import Path

import pytest

pytest.importorskip("torchvision")
pytest.importorskip("onnx")

import torch
import torchvision
from figures import figures, paths, reread
from runtime import LIMIT, difference, unconfirmed
from runtime_modules import unlike
from torchvision_models import built, exported, row

from convcalc.network import load

pytestmark = pytest.mark.oracle

CSV = Path(__file__).parents[1] / "data" / "torchvision_onnx.csv"


@pytest.mark.parametrize(("name", "exporter"), [("resnet18", "old"), ("squeezenet1_1", "old")])
def test_a_model_is_as_its_row_says(name, exporter):
    made = row(name, new=exporter == "new")
    with CSV.open(newline="") as stream:
        kept = [tuple(one.values()) for one in csv.DictReader(stream)]
    assert tuple(map(str, made)) in kept


@pytest.mark.parametrize("name", ["vit_b_16", "swin_t", "swin_v2_t", "maxvit_t"])
def test_a_transformer_is_written_as_a_network_file_that_costs_the_same(name, tmp_path):
    network = load(exported(*built(name), str(tmp_path / "net.onnx"), new=False))
    again = reread(network)
    assert figures(again) == figures(network)
    assert paths(again) == paths(network)


# Each with an input as small as it takes.
SMALL = {
    "convnext_tiny": 64, "densenet121": 64, "efficientnet_b0": 64, "googlenet": 64,
    "lraspp_mobilenet_v3_large": 65, "maxvit_t": 224, "mobilenet_v3_small": 64, "r3d_18": 32,
    "regnet_y_400mf": 64, "resnet18": 64, "shufflenet_v2_x0_5": 64, "squeezenet1_1": 64,
    "swin_t": 64, "swin_v2_t": 64, "vit_b_32": 224,
}  # fmt: skip


def small(name):
    """A model with weights of which none is alike, and an input."""
    options = {"init_weights": False} if name == "googlenet" else {}
    options |= {"weights_backbone": None} if name.startswith("lraspp") else {}
    torch.manual_seed(0)
    model = torchvision.models.get_model(name, weights=None, **options)
    frames = (16,) if name == "r3d_18" else ()
    x = torch.randn(1, 3, *frames, SMALL[name], SMALL[name])
    return unlike(model, x), x


@pytest.mark.parametrize("new", [False, True], ids=["old", "new"])
@pytest.mark.parametrize("name", SMALL)
def test_a_model_answers_as_it_does_in_onnx_runtime(name, new, tmp_path):
    """The new exporter writes weights to a file beside the model."""
    path = exported(*small(name), str(tmp_path / "model.onnx"), new=new)
    assert difference(path) < LIMIT
    assert unconfirmed(path) == []
