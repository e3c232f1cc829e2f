"""Networks of the zoo, built again in PyTorch: params, MACs, and outputs with the same weights."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from plans import plan  # noqa: E402 — only where torch is
from torch_graph import Network  # noqa: E402

from convcalc.executor import run  # noqa: E402
from convcalc.network import load  # noqa: E402

pytestmark = pytest.mark.oracle

SMALL = "3x64x64"
# Each is of another kind; the inputs are as small as the network allows or nearly so.
NETWORKS = {
    "alexnet": "3x96x96",
    "convnext_tiny": SMALL,
    "cvt_13": SMALL,
    "dcgan_generator": None,
    "deeplabv3_resnet50": SMALL,
    "densenet121": SMALL,
    "efficientnet_b0": SMALL,
    "espcn": "1x20x24",
    "googlenet": SMALL,
    "inception_v3": "3x299x299",
    "lenet5": None,
    "mobilenet_v2": SMALL,
    "mobilenet_v3_small": SMALL,
    "r2plus1d_18": "3x4x32x32",
    "r3d_18": "3x4x32x32",
    "resnet18": SMALL,
    "resnet50": "3x96x64",
    "resnext50_32x4d": SMALL,
    "shufflenet_v1_1x_g3": SMALL,
    "shufflenet_v2_x0_5": SMALL,
    "squeezenet1_1": SMALL,
    "tcn": "88x96",
    "unet": "1x64x48",
    "vgg11": SMALL,
}


@pytest.mark.parametrize("name", NETWORKS)
def test_pytorch_counts_and_computes_the_same(name):
    torch.manual_seed(1)
    graph = load(name, input=NETWORKS[name]).graph
    network = Network(graph).eval()
    x = torch.rand((1, *graph.inputs[0])) - 0.5
    expected, params, macs = network.counted(x)
    cost = load(name, input=NETWORKS[name]).cost()
    assert (cost.params, cost.macs) == (params, macs)
    found = run(plan(graph), [x.numpy()], network.weights(), memory=2**31)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.shape == tuple(theirs.shape)
        # Float32 on both sides, up to hundreds of layers deep: of the largest output.
        scale = float(theirs.abs().max())
        np.testing.assert_allclose(ours / scale, theirs.numpy() / scale, atol=2e-4)
