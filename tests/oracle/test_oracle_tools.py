"""Tools that are installed, asked again: they still say what their conventions say."""

import pytest

pytest.importorskip("torch")

import counters
import tool_networks
from tool_layers import tool_layers
from tool_modules import layer_graph, layer_module, samples

from convcalc.analysis.cost import graph_cost
from convcalc.conventions import TOOLS
from convcalc.conventions.by_tool import count
from convcalc.network import load

pytestmark = pytest.mark.oracle

LAYERS = tool_layers()[::5]
NETWORKS = {"lenet5": None, "resnet18": "3x64x64", "unet": "1x32x32", "mobilenet_v2": "3x64x64"}
INSTALLED = counters.versions()
OWN_VERSION = {"torch"}  # whose number has not changed: any that is installed


def installed(tool):
    """Skip where the tool is not there, or is another one than was measured."""
    if tool not in INSTALLED:
        pytest.skip(f"{tool} is not installed")
    if tool not in OWN_VERSION and INSTALLED[tool] != TOOLS[tool].version:
        pytest.skip(f"{tool} is {INSTALLED[tool]}, measured was {TOOLS[tool].version}")


def predicted(tool, graph):
    return count(TOOLS[tool], graph_cost(graph, batch=1, dtype="fp32"), graph).number


@pytest.mark.parametrize("tool", counters.COUNTERS)
def test_layers(tool):
    installed(tool)
    for op, arguments, inputs in LAYERS:
        graph = layer_graph(op, arguments, inputs)
        expected = predicted(tool, graph)
        if expected is None:
            with pytest.raises(counters.FAILURES):
                counters.count(tool, layer_module(graph), samples(graph))
        else:
            said = counters.count(tool, layer_module(graph), samples(graph))
            assert (op, arguments, said) == (op, arguments, expected)


@pytest.mark.parametrize("tool", counters.COUNTERS)
@pytest.mark.parametrize("name", NETWORKS)
def test_networks(name, tool):
    installed(tool)
    graph = load(name, input=NETWORKS[name]).graph
    said = counters.count(tool, tool_networks.of_graph(graph), samples(graph))
    assert said == predicted(tool, graph)


def test_a_bias_that_is_not_expected_is_seen():
    """The oracle itself: thop counts none, and ptflops one for each output."""
    installed("ptflops")
    graph = layer_graph("conv", {"out_channels": 2, "kernel_size": 3}, [(1, 5, 5)])
    # 3·3 taps · 2 channels · 9 positions, and a bias for each of 18 outputs.
    assert counters.count("ptflops", layer_module(graph), samples(graph)) == 162 + 18
