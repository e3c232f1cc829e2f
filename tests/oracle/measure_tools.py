"""Ask every tool for networks and random layers, and write what they say to tests/data/tools.csv.

    pip install torch==2.14.1 torchvision==0.29.1 fvcore==0.1.5.post20221221 ptflops==0.7.5 \
        thop==0.1.1.post2209072238 torchinfo==1.8.0 onnx-tool==1.0.1 deepspeed==0.19.8 pytest
    pip install -e .
    python tests/oracle/measure_tools.py

The first row has the versions. A number that a tool does not give is empty.
"""

import csv
import json
import sys
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent
CSV = HERE.parent / "data" / "tools.csv"
sys.path[:0] = [str(HERE), str(HERE.parent)]

import counters  # noqa: E402 — only now it can be found
import tool_layers  # noqa: E402
import tool_networks  # noqa: E402
from tool_modules import layer_graph, layer_module, samples  # noqa: E402

from convcalc.network import load  # noqa: E402

TOOLS = tuple(counters.COUNTERS)
HEAD = ("written", "case", "inputs", "arguments", *TOOLS, "torchvision")


def asked(make, inputs):
    """What each tool says of a new module, or nothing where it fails."""
    found = {}
    for tool in TOOLS:
        with suppress(*counters.FAILURES):
            found[tool] = counters.count(tool, make(), inputs)
    return found


def layers():
    for op, arguments, inputs in tool_layers.tool_layers():
        graph = layer_graph(op, arguments, inputs)
        said = asked(lambda graph=graph: layer_module(graph), samples(graph))
        yield (
            {"written": "layer", "case": op, "arguments": json.dumps(arguments)}
            | {"inputs": " ".join("x".join(map(str, shape)) for shape in inputs)}
            | said
        )


def networks():
    for name, shape in tool_networks.ZOO.items():
        graph = load(name, input=shape).graph
        said = asked(lambda graph=graph: tool_networks.of_graph(graph), samples(graph))
        yield {"written": "modules", "case": name, "inputs": shape} | said
    for name in tool_networks.TORCHVISION:
        inputs = samples(load(name).graph)
        said = asked(lambda name=name: tool_networks.of_torchvision(name), inputs)
        card = {"torchvision": tool_networks.card(name)}
        yield {"written": "torchvision", "case": name} | card | said


def main():
    with CSV.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEAD, lineterminator="\n")
        writer.writeheader()
        writer.writerow({"written": "version"} | counters.versions())
        for rows in (networks(), layers()):
            for row in rows:
                print(*row.values(), file=sys.stderr)  # noqa: T201 — it takes minutes
                writer.writerow(row)


if __name__ == "__main__":
    main()
