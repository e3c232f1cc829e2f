"""The operators that do not multiply, and whole layers of several operators, against PyTorch."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402 — only where torch is
from torch.nn import functional  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402
from torch_ops import SEEDS, agrees, drawn  # noqa: E402

from convcalc.executor import Plan, Step, run  # noqa: E402
from convcalc.variants import VARIANTS  # noqa: E402

pytestmark = pytest.mark.oracle

MAX_POOLS = {1: functional.max_pool1d, 2: functional.max_pool2d, 3: functional.max_pool3d}
POOLS = {1: functional.avg_pool1d, 2: functional.avg_pool2d, 3: functional.avg_pool3d}


@pytest.mark.parametrize("seed", SEEDS)
def test_average_pooling_counts_padding(seed):
    draw, rank, x = drawn(seed, least=5)
    kernel, stride = (tuple(draw.randint(1, 5) for _ in range(rank)) for _ in range(2))
    stride = draw.choice((None, stride))
    padding = tuple(draw.randint(0, one // 2) for one in kernel)
    expected = POOLS[rank](x, kernel, stride, padding)
    agrees("avgpool", {"kernel_size": kernel, "stride": stride, "padding": padding}, x, expected)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("padded", [False, True])
def test_average_pooling_with_a_window_that_hangs_over(seed, padded):
    draw, rank, x = drawn(seed, least=5)
    kernel, stride = (tuple(draw.randint(1, 5) for _ in range(rank)) for _ in range(2))
    padding = tuple(draw.randint(0, one // 2) for one in kernel)
    expected = POOLS[rank](x, kernel, stride, padding, ceil_mode=True, count_include_pad=padded)
    arguments = {"kernel_size": kernel, "stride": stride, "padding": padding, "ceil_mode": True}
    agrees("avgpool", {**arguments, "count_include_pad": padded}, x, expected)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("ceil_mode", [False, True])
def test_max_pooling(seed, ceil_mode):
    draw, rank, x = drawn(seed, least=5)
    kernel, stride = (tuple(draw.randint(1, 3) for _ in range(rank)) for _ in range(2))
    dilation = tuple(draw.randint(1, 2) for _ in range(rank))
    padding = tuple(draw.randint(0, one // 2) for one in kernel)
    theirs = {"dilation": dilation, "ceil_mode": ceil_mode}
    expected = MAX_POOLS[rank](x, kernel, stride, padding, **theirs)
    arguments = {"kernel_size": kernel, "stride": stride, "padding": padding, **theirs}
    agrees("maxpool", arguments, x, expected)


@pytest.mark.parametrize("groups", [1, 2, 3, 4, 6, 12])
@pytest.mark.parametrize("sizes", [(5,), (3, 4), (2, 3, 2)])
def test_shuffling_channels(groups, sizes):
    x = torch.rand((2, 12, *sizes)) - 0.5
    agrees("shuffle", {"groups": groups}, x, nn.ChannelShuffle(groups)(x))


class Residual(nn.Module):
    """What PyTorch's users write for a bottleneck: the branch and the skip, joined."""

    def __init__(self, branch, skip, join):
        super().__init__()
        self.branch, self.skip, self.join = branch, skip, join

    def forward(self, x):
        return torch.relu(self.join(self.branch(x), self.skip(x)))


def conv(in_channels, out_channels, kernel_size=1, **more):
    padding = kernel_size // 2
    return nn.Conv2d(in_channels, out_channels, kernel_size, padding=padding, bias=False, **more)


def plus(branch, skip):
    return branch + skip


def beside(branch, skip):
    return torch.cat([skip, branch], dim=1)


def residual(*, width, out, inside, groups=1, stride=1):
    """He et al. and Xie et al.: 1×1, 3×3, 1×1; projected where sizes or channels change."""
    branch = nn.Sequential(
        conv(width, inside),
        nn.ReLU(),
        conv(inside, inside, 3, groups=groups, stride=stride),
        nn.ReLU(),
        conv(inside, out),
    )
    same = stride == 1 and width == out
    return Residual(branch, nn.Identity() if same else conv(width, out, stride=stride), plus)


def shuffled(*, width, out, inside, groups, stride=1):
    """Zhang et al., figure 2(b) and (c)."""
    joined = stride > 1
    branch = nn.Sequential(
        conv(width, inside, groups=groups),
        nn.ReLU(),
        nn.ChannelShuffle(groups),
        conv(inside, inside, 3, groups=inside, stride=stride),
        conv(inside, out - width * joined, groups=groups),
    )
    pool = nn.AvgPool2d(3, stride=stride, padding=1)
    return Residual(branch, pool if joined else nn.Identity(), beside if joined else plus)


torch.manual_seed(0)
# Variant, input, arguments; the module that does the same, written by hand.
WHOLE = [
    ("bottleneck", (24, 9, 7), {"out_channels": 24}, residual(width=24, out=24, inside=6)),
    (
        "bottleneck",
        (24, 9, 7),
        {"out_channels": 32, "mid": 5, "stride": 2},
        residual(width=24, out=32, inside=5, stride=2),
    ),
    (
        "bottleneck",
        (24, 7, 9),
        {"out_channels": 64, "style": "resnext"},
        residual(width=24, out=64, inside=32, groups=32),
    ),
    (
        "bottleneck",
        (24, 9, 7),
        {"out_channels": 24, "style": "shufflenet", "mid": 12},
        shuffled(width=24, out=24, inside=12, groups=3),
    ),
    (
        "bottleneck",
        (24, 9, 7),
        {"out_channels": 60, "style": "shufflenet", "mid": 12, "groups": 4, "stride": 2},
        shuffled(width=24, out=60, inside=12, groups=4, stride=2),
    ),
    (
        "depthwise_separable",
        (6, 9, 7),
        {"out_channels": 10, "kernel_size": (3, 5), "stride": (2, 1), "padding": (1, 2)},
        nn.Sequential(
            nn.Conv2d(6, 6, (3, 5), stride=(2, 1), padding=(1, 2), groups=6), nn.Conv2d(6, 10, 1)
        ),
    ),
    (
        "spatially_separable",
        (4, 11, 9),
        {
            "out_channels": 6,
            "mid": 5,
            "kernel_size": (3, 5),
            "stride": (2, 3),
            "padding": (1, 0),
            "dilation": (2, 1),
        },
        nn.Sequential(
            nn.Conv2d(4, 5, (3, 1), stride=(2, 1), padding=(1, 0), dilation=(2, 1)),
            nn.Conv2d(5, 6, (1, 5), stride=(1, 3)),
        ),
    ),
    (
        "shuffled_grouped",
        (6, 7, 5),
        {"out_channels": 12, "groups": 3, "padding": 1, "bias": False},
        nn.Sequential(nn.Conv2d(6, 12, 3, padding=1, groups=3, bias=False), nn.ChannelShuffle(3)),
    ),
    (
        "resize_conv",
        (4, 5, 3),
        {"out_channels": 6, "scale": (2, 3), "mode": "bilinear"},
        nn.Sequential(
            nn.Upsample(scale_factor=(2.0, 3.0), mode="bilinear"), nn.Conv2d(4, 6, 3, padding=1)
        ),
    ),
    (
        "depthwise",
        (4, 7, 5),
        {"multiplier": 3, "dilation": 2, "padding": "same"},
        nn.Conv2d(4, 12, 3, dilation=2, padding="same", groups=4),
    ),
    (
        "pointwise",
        (6, 7, 5),
        {"out_channels": 9, "groups": 3, "stride": 2},
        nn.Conv2d(6, 9, 1, stride=2, groups=3),
    ),
]


@pytest.mark.parametrize(("name", "shape", "arguments", "model"), WHOLE)
def test_a_whole_layer_costs_and_computes_the_same(name, shape, arguments, model):
    spec = VARIANTS[name](**arguments)
    cost, graph = spec.cost(shape, batch=2), spec.graph(shape)
    x = torch.rand((2, *shape)) - 0.5
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        expected = model(x)
    assert cost.output == tuple(expected.shape[1:])
    assert cost.params == sum(one.numel() for one in model.parameters())
    assert 2 * cost.macs == cost.flops == counter.get_total_flops()
    steps = tuple(Step(n.path, n.op.name, n.spec.model_dump(), n.inputs) for n in graph.nodes)
    plan = Plan(graph.inputs, steps, graph.outputs, 2)
    found = run(plan, [x.numpy()], by_path(graph, model))[0]
    np.testing.assert_allclose(found, expected.numpy(), rtol=1e-4, atol=1e-5)


def by_path(graph, model):
    """The weights of the model's convolutions, in order, under the paths of ours."""
    paths = [node.path for node in graph.nodes if node.op.weighs]
    modules = [one for one in model.modules() if isinstance(one, nn.Conv2d)]
    pairs = zip(paths, modules, strict=True)
    return {path: [w.detach().numpy() for w in one.parameters()] for path, one in pairs}


def test_every_variant_has_a_whole_layer_or_random_ones():
    assert {name for name, *_ in WHOLE} | {"conv", "conv_transpose"} == set(VARIANTS)
