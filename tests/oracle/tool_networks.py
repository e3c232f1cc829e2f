"""The networks of which other tools are asked: the zoo as modules, and torchvision's own."""

import pytest
from tool_modules import OWN

torch = pytest.importorskip("torch")

from torch_graph import TorchGraph  # noqa: E402 — only where torch is

# Every operator a module, as the conventions have it.
ZOO = {
    **dict.fromkeys((
        "lenet5", "alexnet", "alexnet_2012", "squeezenet1_0", "googlenet", "inception_v3",
        "resnet18", "resnet50", "resnext50_32x4d", "densenet121", "mobilenet_v1", "mobilenet_v2",
        "mobilenet_v3_large", "mobilenet_v3_small", "shufflenet_v1_1x_g3", "shufflenet_v2_x1_0",
        "efficientnet_b0", "dcgan_generator", "tcn",
    )),
    # Less of an input where a run would take minutes.
    "vgg16": "3x64x64",
    "convnext_tiny": "3x64x64",
    "cvt_13": "3x64x64",
    "unet": "1x64x64",
    "espcn": "1x18x32",
    "r3d_18": "3x4x56x56",
    "r2plus1d_18": "3x4x56x56",
}  # fmt: skip
# torchvision's own module, which writes some operators as functions.
TORCHVISION = (
    "alexnet", "vgg16", "squeezenet1_0", "googlenet", "inception_v3", "resnet18", "resnet50",
    "resnext50_32x4d", "densenet121", "mobilenet_v2", "mobilenet_v3_large", "mobilenet_v3_small",
    "shufflenet_v2_x1_0", "efficientnet_b0",
)  # fmt: skip
# Weights that nobody needs take long to draw.
_UNDRAWN = {"googlenet": {"init_weights": False}, "inception_v3": {"init_weights": False}}


def of_graph(graph):
    """A network of ours; it gives its only output, as people's modules do."""
    return Single(graph)


class Single(TorchGraph):
    """The graph with the modules that tools meet."""

    def __init__(self, graph):
        super().__init__(graph)
        made = [OWN[node.op.name](node.op, node.in_shapes) for node in graph.nodes]
        self.steps = torch.nn.ModuleList(made)

    def forward(self, *inputs):
        (output,) = super().forward(*inputs)
        return output


def of_torchvision(name):
    """Its network without weights."""
    models = pytest.importorskip("torchvision").models
    return getattr(models, name)(weights=None, **_UNDRAWN.get(name, {}))


def card(name):
    """What torchvision says of the network's weights. [GFLOPS, which are G MAC]"""
    models = pytest.importorskip("torchvision").models
    return models.get_model_weights(name).DEFAULT.meta["_ops"]
