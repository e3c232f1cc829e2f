"""A few of torchvision's models, exported afresh: the row that is kept of each, and its text."""

import csv
from pathlib import Path

import pytest

pytest.importorskip("torchvision")
pytest.importorskip("onnx")

from figures import figures, paths, reread
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
