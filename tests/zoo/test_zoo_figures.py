"""The zoo reproduces published figures, and its files say where they come from."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from convcalc.network import load
from convcalc.network.zoo import zoo
from convcalc.notation import show_tuple

DATA = Path(__file__).parents[1] / "data" / "reference_networks.csv"


@dataclass(frozen=True)
class Reference:
    """A row of the table: it names its own source."""

    network: str
    input: str
    params: int
    macs: int

    def __str__(self):
        return f"{self.network}-{self.input}"

    @property
    def names(self):
        """What the zoo may call it: rows of one name differ in their input."""
        return self.network, f"{self.network}_{self.input.rpartition('x')[2]}"


def references():
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert all(row["source"] for row in rows)
    return [
        Reference(row["network"], row["input"], int(row["params"]), int(row["macs"]))
        for row in rows
    ]


REFERENCES = references()


def opened(name):
    entry = zoo()[name]
    return load(str(entry.file), preset=entry.preset)


def inputs(network):
    return " ".join(map(show_tuple, network.graph.inputs))


def figure(cost, metric):
    """One number: of several axes the smallest."""
    value = getattr(cost, metric)
    return min(value) if isinstance(value, tuple) else value


def test_the_table_is_whole():
    assert len(REFERENCES) == len({*map(str, REFERENCES)}) == 47


@pytest.mark.parametrize("reference", REFERENCES, ids=str)
def test_a_published_figure_comes_out_exactly(reference):
    networks = [opened(name) for name in reference.names if name in zoo()]
    (network,) = [one for one in networks if inputs(one) == reference.input]
    cost = network.cost()
    assert (cost.params, cost.macs) == (reference.params, reference.macs)


@pytest.mark.parametrize("name", zoo())
def test_a_file_holds_what_it_expects(name):
    network = opened(name)
    cost = network.cost()
    assert {*network.expected} >= {"params", "macs"}
    assert {metric: figure(cost, metric) for metric in network.expected} == network.expected


@pytest.mark.parametrize("name", zoo())
def test_a_file_says_where_its_figures_come_from(name):
    told = r"torchvision \d|torch \d|prints [\d.]+ [MG]\b"
    assert re.search(told, opened(name).source)
