"""A few of torchvision's models, exported afresh, against the row that is kept of each."""

import csv
from pathlib import Path

import pytest

pytest.importorskip("torchvision")
pytest.importorskip("onnx")

from torchvision_models import row

pytestmark = pytest.mark.oracle

CSV = Path(__file__).parents[1] / "data" / "torchvision_onnx.csv"


@pytest.mark.parametrize(("name", "exporter"), [("resnet18", "old"), ("squeezenet1_1", "old")])
def test_a_model_is_as_its_row_says(name, exporter):
    made = row(name, new=exporter == "new")
    with CSV.open(newline="") as stream:
        kept = [tuple(one.values()) for one in csv.DictReader(stream)]
    assert tuple(map(str, made)) in kept
