"""Networks of the zoo as PyTorch modules with the same weights: outputs, params and MACs."""

from itertools import pairwise

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from op_cases import RUN  # noqa: E402
from torch.nn.attention import SDPBackend, sdpa_kernel  # noqa: E402 — only where torch is
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402
from torch_graph import MODULES, TorchGraph, state  # noqa: E402

from convcalc.executor import run  # noqa: E402
from convcalc.network import load  # noqa: E402
from convcalc.verify.plan import plan_of  # noqa: E402

pytestmark = pytest.mark.oracle

# The largest difference, of the largest output. PyTorch counts in float64, we in float32, whose
# rounding is 6e-8 a step; over the 150 operators of mobilenet_v2 it comes to 7e-6, and to as much
# when PyTorch itself counts in float32. Two samples differ by 1e-2 and more.
TOLERANCE = 2e-5

# Each kind of network, at a size that is soon run.
NETWORKS = {
    "resnet18": "3x64x64",
    "resnet50": "3x64x64",
    "mobilenet_v2": "3x64x64",
    "mobilenet_v3_small": "3x64x64",
    "shufflenet_v1_1x_g3": "3x64x64",
    "shufflenet_v2_x0_5": "3x64x64",
    "squeezenet1_1": "3x64x64",
    "densenet121": "3x64x64",
    "googlenet": "3x64x64",
    "inception_v3": None,  # its auxiliary head takes no less
    "efficientnet_b0": "3x64x64",
    "convnext_tiny": "3x64x64",
    "alexnet_2012": None,
    "unet": "1x32x32",
    "dcgan_generator": None,
    "espcn": "1x18x32",
    "r3d_18": "3x4x32x32",
    "deeplabv3_resnet50": "3x64x64",
    "tcn": None,
    "cvt_13": "3x64x64",
}


def drawn(values, low, high, generator):
    return values.copy_(low + (high - low) * torch.rand(values.shape, generator=generator))


def weigh(module):
    """Weights that keep the size of values; statistics that are not those of a new module."""
    generator = torch.Generator().manual_seed(1)
    for step in module.steps:
        for number, values in enumerate(state(step)):
            spread = (6 / values[0].numel()) ** 0.5 if values.dim() > 1 else 0.5
            # Factors, and variances, which are the fourth of a batch norm, are around 1.
            centre = float(values.dim() == 1 and number in (0, 3))
            drawn(values, centre - spread, centre + spread, generator)


def made(name):
    """The network, its module, and two samples of each input."""
    network = load(name, input=NETWORKS[name])
    module = TorchGraph(network.graph).eval()
    weigh(module)
    torch.manual_seed(0)
    return network, module, [torch.rand(2, *shape) - 0.5 for shape in network.graph.inputs]


def counted(module, inputs):
    """PyTorch's outputs in float64, and its MACs; only plain attention is counted by it."""
    wide = [one.double() for one in inputs]
    with FlopCounterMode(display=False) as counter, torch.no_grad(), sdpa_kernel(SDPBackend.MATH):
        outputs = module.double()(*wide)
    return outputs, counter.get_total_flops() // 2


def difference(found, expected):
    """The largest, of the largest value."""
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def executed(graph, inputs, weights):
    return run(plan_of(graph, 2), [one.numpy() for one in inputs], weights)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_does_what_the_module_does(name):
    network, module, inputs = made(name)
    found = executed(network.graph, inputs, module.weights())
    outputs, macs = counted(module, inputs)
    cost = network.cost(batch=2)
    params = sum(one.numel() for one in module.parameters())
    assert (cost.params, cost.macs) == (params, macs)
    assert outputs
    for ours, theirs in zip(found, outputs, strict=True):
        assert ours.shape == theirs.shape
        assert difference(ours, theirs.numpy()) < TOLERANCE
        # A network in which nothing is left of the input would agree whatever it does.
        assert difference(theirs[:1].numpy(), theirs[1:].numpy()) > 1e2 * TOLERANCE


def test_what_differs_in_one_operator_is_seen():
    network, module, inputs = made("shufflenet_v2_x0_5")
    number = [node.op.name for node in network.graph.nodes].index("shuffle")
    module.steps[number] = torch.nn.Identity()
    (ours,) = executed(network.graph, inputs, module.weights())
    (theirs,), _ = counted(module, inputs)
    assert difference(ours, theirs.numpy()) > 1e2 * TOLERANCE


def test_every_operator_has_a_module():
    assert {*MODULES} == {*RUN}


# torchvision's own, whose norms have the eps of ours: it changes values, not costs.
OWN = ["resnet18", "mobilenet_v2", "densenet121", "shufflenet_v2_x0_5", "squeezenet1_1"]


def leaves(model, inputs):
    """The modules with weights in the order in which they run."""
    found = []
    hooks = [
        module.register_forward_hook(lambda one, *_: found.append(one))
        for module in model.modules()
        if not [*module.children()] and state(module)
    ]
    with torch.no_grad():
        model(*inputs)
    for hook in hooks:
        hook.remove()
    assert len({*found}) == len(found)
    return found


@pytest.mark.parametrize("name", OWN)
def test_a_network_does_what_torchvisions_own_does(name):
    models = pytest.importorskip("torchvision").models
    network, module, inputs = made(name)
    theirs = getattr(models, name)(weights=None).eval()
    ours = [step for step in module.steps if state(step)]
    for one, other in zip(ours, leaves(theirs, inputs), strict=True):
        assert type(one) is type(other)
        pairs = zip(state(other), state(one), strict=True)
        assert all(a.shape == b.shape for a, b in pairs)
        for a, b in zip(state(other), state(one), strict=True):
            a.copy_(b)
    with torch.no_grad():
        expected = theirs.double()(*[one.double() for one in inputs]).numpy()
    (found,) = executed(network.graph, inputs, module.weights())
    assert difference(found, expected) < TOLERANCE
    assert all(difference(a, b) > 1e2 * TOLERANCE for a, b in pairwise(expected))
