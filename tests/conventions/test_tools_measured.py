"""Every convention says what its tool said when it was run, to the last digit."""

from fnmatch import fnmatchcase

import pytest
from measured import (
    LAYERS,
    MODULES,
    TORCHVISION,
    VERSIONS,
    counted_layer,
    counted_network,
    network,
    said,
)

from convcalc.conventions import TOOLS
from convcalc.conventions.measures import Met

ASKED = [name for name in TOOLS if name != "torchvision"]  # of which there are only model cards


@pytest.mark.parametrize("name", ASKED)
def test_a_convention_is_of_the_version_that_was_run(name):
    assert TOOLS[name].version == VERSIONS[name]


def test_enough_was_measured():
    # 12 networks and 200 layers were asked for; every kind of operator with a price is among them.
    assert len(MODULES) >= 12
    assert len(TORCHVISION) >= 12
    assert len(LAYERS) >= 200
    priced = {op for tool in TOOLS.values() for op in (*tool.rules, *tool.unknown)}
    assert priced <= {row["case"] for row in LAYERS}


@pytest.mark.parametrize("name", ASKED)
def test_layers(name):
    for row in LAYERS:
        assert counted_layer(row, TOOLS[name]).number == said(row, name), row


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("row", MODULES, ids=lambda row: row["case"])
def test_networks_of_modules(row, name):
    assert counted_network(row, TOOLS[name]).number == said(row, name)


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.parametrize("row", [*MODULES, *LAYERS[::7]], ids=lambda row: row["case"])
def test_parts_add_up(row, name):
    counted = counted_layer if row["written"] == "layer" else counted_network
    found = counted(row, TOOLS[name])
    assert found.ours + sum(part.amount for part in found.parts) == sum(found.each)
    assert 0 not in [part.amount for part in found.parts]


# What torchvision writes as a function: paths of ours.
FUNCTIONS = {
    "mobilenet_v2": ["gap"],
    "googlenet": ["*act"],
    "inception_v3": ["*act", "*.pool.avgpool", "*.pool.maxpool"],
    "densenet121": ["gap", "relu"],
    "shufflenet_v2_x1_0": ["gap"],
}
# Hooks on modules do not see them; ptflops sees the function, and then once. What is none of
# torch.nn.functional, such as the mean over positions of shufflenet, nobody sees as a pool.
MEAN = {"shufflenet_v2_x1_0"}
# That mean is read once and not divided (4 each for 1024), and 13 chunks have a size of 7 "MACs".
EXPORTED = {("onnx-tool", "shufflenet_v2_x1_0"): 4 * 1024 - 7 * 13}


def is_function(case, node):
    return any(fnmatchcase(node.path, path) for path in FUNCTIONS.get(case, ()))


def unseen(tool, case, op):
    """What the tool would add for a module and does not for a function."""
    amounts = [(rule.part, amount) for rule, amount in tool.added(Met(op.node, op.macs))]
    if tool.name == "onnx-tool":
        return 0
    if case in MEAN:
        return sum(amount for _, amount in amounts)
    if tool.name == "ptflops":
        return sum(amount for part, amount in amounts if part.endswith("again"))
    return sum(amount for _, amount in amounts) if tool.name == "thop" else 0


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("row", TORCHVISION, ids=lambda row: row["case"])
def test_networks_of_torchvision(row, name):
    tool, case = TOOLS[name], row["case"]
    _, cost = network(case)
    lost = sum(unseen(tool, case, op) for op in cost.ops if is_function(case, op.node))
    lost += EXPORTED.get((name, case), 0)
    assert counted_network(row, tool).number - lost == said(row, name)


@pytest.mark.parametrize("row", TORCHVISION, ids=lambda row: row["case"])
def test_the_cards_of_torchvision(row):
    found = counted_network(row, TOOLS["torchvision"])
    assert round(found.number / 1e9, 3) == float(row["torchvision"])
