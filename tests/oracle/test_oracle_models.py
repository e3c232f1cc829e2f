"""Networks of ours as PyTorch modules, exported to ONNX and read again: the same costs.

The files are those of both of PyTorch's exporters, written for networks whose costs are known.
"""

import io
import warnings

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

import random_graphs  # noqa: E402 — only where torch is
from hypothesis import HealthCheck, assume, given, settings  # noqa: E402
from torch_graph import TorchGraph  # noqa: E402

from convcalc import load  # noqa: E402
from convcalc.analysis.network_cost import network_cost  # noqa: E402
from convcalc.graph import Graph  # noqa: E402
from convcalc.network.onnx import read_model  # noqa: E402

pytestmark = pytest.mark.oracle

METRICS = ("params", "macs", "effective_macs", "activations", "weights_bytes")
NETWORKS = {
    "resnet18": "3x64x48",
    "mobilenet_v2": "3x64x48",
    "mobilenet_v3_small": "3x64x48",
    "squeezenet1_1": "3x64x48",
    "densenet121": "3x64x48",
    "googlenet": "3x64x48",
    "efficientnet_b0": "3x64x48",
    "convnext_tiny": "3x64x96",
    "alexnet": None,
    "unet": "1x32x48",
    "dcgan_generator": None,
    "espcn": "1x18x32",
    "r3d_18": "3x4x32x48",
}


def exported(graph, *, new, samples=1):
    """A graph as the bytes of a model that PyTorch writes."""
    module = TorchGraph(graph).eval()
    inputs = tuple(torch.rand(samples, *shape) for shape in graph.inputs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if new:
            program = torch.onnx.export(module, inputs, dynamo=True, verbose=False)
            return program.model_proto.SerializeToString()
        out = io.BytesIO()
        # Norms stay norms; else the exporter folds them into convolutions.
        kept = torch.onnx.TrainingMode.PRESERVE
        torch.onnx.export(
            module, inputs, out, dynamo=False, training=kept, do_constant_folding=False
        )
        return out.getvalue()


def imported(data):
    found = read_model(memoryview(data), "made.onnx", None, {})
    assert found.uncounted == ()
    return found.graph


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_costs_the_same_from_its_model(name):
    network = load(name, input=NETWORKS[name])
    graph = imported(exported(network.graph, new=False))
    ours = network.cost()
    theirs = network_cost(graph, batch=1, dtype="fp32")
    trained = sum(one.params for one in ours.ops if one.node.train_only)
    assert theirs.params == ours.params - trained  # auxiliary heads are not in a file
    for metric in ("macs", "effective_macs", "activations", "receptive_field", "jump"):
        assert getattr(theirs, metric) == getattr(ours, metric), metric


@pytest.mark.parametrize("name", ["resnet18", "mobilenet_v3_small", "shufflenet_v2_x0_5", "espcn"])
def test_and_from_that_of_the_new_exporter(name):
    """It folds norms into convolutions, so params differ by what a norm has and a bias has not."""
    network = load(name, input=NETWORKS.get(name, "3x64x48"))
    theirs = network_cost(imported(exported(network.graph, new=True)), batch=1, dtype="fp32")
    ours = network.cost()
    for metric in ("macs", "effective_macs", "activations", "receptive_field", "jump"):
        assert getattr(theirs, metric) == getattr(ours, metric), metric


def read(graph):
    """The graph without what no output is made of, which exporters leave out."""
    first, needed = len(graph.inputs), set(graph.outputs)
    for number in reversed(range(first, first + len(graph.nodes))):
        if number in needed:
            needed.update(graph.nodes[number - first].inputs)
    kept = [*range(first), *[one for one in sorted(needed) if one >= first]]
    new = {old: at for at, old in enumerate(kept)}
    nodes = [graph.nodes[one - first] for one in kept[first:]]
    nodes = [one._replace(inputs=tuple(new[at] for at in one.inputs)) for one in nodes]
    return Graph(graph.inputs, tuple(nodes), tuple(new[one] for one in graph.outputs))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(random_graphs.graphs())
def test_random_graphs_cost_the_same_from_their_models(graph):
    graph = read(graph)
    assume(graph.nodes and graph.outputs[0] >= len(graph.inputs))
    ours = network_cost(graph, batch=1, dtype="fp32")
    theirs = network_cost(imported(exported(graph, new=False)), batch=1, dtype="fp32")
    for metric in METRICS:
        assert getattr(theirs, metric) == getattr(ours, metric), metric
