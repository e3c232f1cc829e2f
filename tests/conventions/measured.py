"""What tools said when they were asked: tests/data/tools.csv, and the same layers and networks."""

import csv
import json
from functools import cache
from pathlib import Path

from convcalc.analysis.cost import graph_cost
from convcalc.conventions.by_tool import count
from convcalc.graph import Builder
from convcalc.network import load
from convcalc.ops import OPS

with (Path(__file__).parents[1] / "data" / "tools.csv").open(encoding="utf-8") as file:
    VERSIONS, *ROWS = csv.DictReader(file)
LAYERS = [row for row in ROWS if row["written"] == "layer"]
MODULES = [row for row in ROWS if row["written"] == "modules"]
TORCHVISION = [row for row in ROWS if row["written"] == "torchvision"]


def said(row, tool):
    """The number that the tool gave, or None."""
    return int(row[tool]) if row[tool] else None


def layer_graph(row):
    """The layer of a row."""
    inputs = [tuple(map(int, shape.split("x"))) for shape in row["inputs"].split()]
    build = Builder(*inputs)
    op = OPS[row["case"]](**json.loads(row["arguments"]))
    return build.graph(build.add("it", op, *range(len(inputs))))


@cache
def network(name, shape=None):
    """A network's graph and its cost."""
    found = load(name, input=shape)
    return found.graph, found.cost(batch=1, dtype="fp32")


def counted_layer(row, tool):
    graph = layer_graph(row)
    return count(tool, graph_cost(graph, batch=1, dtype="fp32"), graph)


def counted_network(row, tool):
    graph, cost = network(row["case"], row["inputs"] or None)
    return count(tool, cost, graph)
