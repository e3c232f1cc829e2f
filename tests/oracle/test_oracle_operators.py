"""Operators with weights, and those that look at elements: costs and values against PyTorch."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from op_cases import RUN  # noqa: E402
from torch import nn  # noqa: E402 — only where torch is
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402
from torch_blocks import LayerScale, Looked, attention, product  # noqa: E402

from convcalc.analysis.cost import graph_cost  # noqa: E402
from convcalc.executor import Plan, Step, run  # noqa: E402
from convcalc.graph import Builder  # noqa: E402
from convcalc.ops import OPS  # noqa: E402

pytestmark = pytest.mark.oracle


def count(module, *inputs):
    """PyTorch's output, its params, and the MACs of its own counter."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        out = module(*inputs)
    trained = module.parameters() if isinstance(module, nn.Module) else ()
    return out, sum(one.numel() for one in trained), counter.get_total_flops() // 2


def trained(module):
    """The module at inference, with a past: other weights and statistics than the first."""
    for name, value in module.state_dict().items():
        if "num_batches" not in name:
            value.copy_(torch.rand(value.shape) + 0.5)
    return module.eval()


class LayerNorm2d(nn.LayerNorm):
    """As torchvision has it for ConvNeXt: over channels, at each position."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


LRN = nn.LocalResponseNorm(4, alpha=2, beta=0.5, k=3)
torch.manual_seed(0)
# Operator, arguments, inputs; what PyTorch's users write.
OPERATORS = [
    ("linear", {"out_features": 5}, [(7,)], nn.Linear(7, 5)),
    ("linear", {"out_features": 300, "bias": False}, [(70,)], nn.Linear(70, 300, bias=False)),
    ("gap", {}, [(4, 7)], nn.AdaptiveAvgPool1d(1)),
    ("gap", {}, [(4, 7, 5)], nn.AdaptiveAvgPool2d(1)),
    ("gap", {}, [(4, 3, 2, 5)], nn.AdaptiveAvgPool3d(1)),
    ("flatten", {}, [(4, 7, 5)], nn.Flatten()),
    ("slice", {"start": 1, "channels": 2}, [(4, 7, 5)], lambda x: x[:, 1:3]),
    ("identity", {}, [(4, 7)], nn.Identity()),
    ("dropout", {"p": 0.3}, [(4, 7)], nn.Dropout(0.3).eval()),
    ("permute", {"dims": (1, 2, 0)}, [(4, 7, 5)], lambda x: x.permute(0, 2, 3, 1)),
    ("permute", {"dims": (3, 0, 2, 1)}, [(4, 7, 5, 2)], lambda x: x.permute(0, 4, 1, 3, 2)),
    ("take", {"starts": (0, 1, 0), "steps": (1, 2, 3)}, [(4, 7, 5)], lambda x: x[:, :, 1::2, ::3]),
    ("take", {"starts": 1, "counts": (2, 3)}, [(4, 7)], lambda x: x[:, 1:3, 1:4]),
    (
        "take",
        {"starts": (3, 0), "steps": (-1, 1)},
        [(4, 7)],
        lambda x: x.flip(1),
    ),
    ("embedding", {"num_embeddings": 7, "embedding_dim": 3}, [(50,)], Looked(7, 3)),
    ("embedding", {"num_embeddings": 2, "embedding_dim": 5}, [(4, 6, 2)], Looked(2, 5)),
    ("matmul", {}, [(4, 3, 2), (6, 5, 7)], product),
    ("matmul", {}, [(4, 6), (6, 5)], product),
    ("attention", {"heads": 1}, [(4, 9), (4, 7), (5, 7)], attention(1)),
    ("attention", {"heads": 2}, [(8, 5, 3), (8, 7, 2), (6, 7, 2)], attention(2)),
    ("attention", {"heads": 4}, [(8, 2, 3, 2), (8, 2, 1, 2), (8, 2, 1, 2)], attention(4)),
    ("bn", {}, [(6, 9)], trained(nn.BatchNorm1d(6))),
    ("bn", {"eps": 0.1}, [(6, 9, 7)], trained(nn.BatchNorm2d(6, eps=0.1))),
    ("bn", {}, [(6, 3, 4, 5)], trained(nn.BatchNorm3d(6))),
    ("bn", {}, [(300, 120, 110)], trained(nn.BatchNorm2d(300))),
    ("ln", {}, [(6,)], trained(nn.LayerNorm(6))),
    ("ln", {"eps": 0.1}, [(6, 9, 7)], trained(LayerNorm2d(6, eps=0.1))),
    ("ln", {}, [(700, 60)], trained(LayerNorm2d(700))),
    ("gn", {"groups": 3}, [(6, 9, 7)], trained(nn.GroupNorm(3, 6))),
    ("gn", {"groups": 1, "eps": 0.1}, [(6, 40, 50)], trained(nn.GroupNorm(1, 6, eps=0.1))),
    ("in_norm", {}, [(6, 9, 7)], nn.InstanceNorm2d(6)),
    ("in_norm", {"affine": True}, [(6, 90)], trained(nn.InstanceNorm1d(6, affine=True))),
    ("lrn", {}, [(6, 9, 7)], nn.LocalResponseNorm(5)),
    ("lrn", {"size": 4, "alpha": 2, "beta": 0.5, "k": 3}, [(9, 7, 2)], LRN),
    ("scale", {}, [(6, 9, 7)], LayerScale(6)),
    ("prelu", {}, [(6, 9, 7)], nn.PReLU(6)),
    ("prelu", {"num_parameters": 1}, [(6, 9)], nn.PReLU()),
    ("mul", {}, [(6, 9, 7), (6, 1, 1)], torch.mul),
    ("mul", {}, [(6, 1), (6, 9)], torch.mul),
    ("mul", {}, [(6, 9, 7), (6, 9, 7)], torch.mul),
    ("relu", {}, [(3, 5, 7)], nn.ReLU()),
    ("relu6", {}, [(3, 5, 7)], nn.ReLU6()),
    ("leaky_relu", {"negative_slope": 0.2}, [(3, 5, 7)], nn.LeakyReLU(0.2)),
    ("silu", {}, [(3, 5, 7)], nn.SiLU()),
    ("gelu", {}, [(3, 5, 7)], nn.GELU()),
    ("sigmoid", {}, [(3, 5, 7)], nn.Sigmoid()),
    ("hardswish", {}, [(3, 5, 7)], nn.Hardswish()),
    ("hardsigmoid", {}, [(3, 5, 7)], nn.Hardsigmoid()),
    ("hardtanh", {"min_val": -2, "max_val": 3}, [(3, 5, 7)], nn.Hardtanh(-2, 3)),
    ("tanh", {}, [(3, 5, 7)], nn.Tanh()),
    ("elu", {"alpha": 2}, [(3, 5, 7)], nn.ELU(2)),
    ("selu", {}, [(3, 5, 7)], nn.SELU()),
    ("softplus", {}, [(3, 5, 7)], nn.Softplus()),
    ("mish", {}, [(3, 5, 7)], nn.Mish()),
    ("softmax", {}, [(3, 5, 7)], nn.Softmax(dim=1)),
    ("softmax", {}, [(50,)], nn.Softmax(dim=1)),
    ("log_softmax", {}, [(3, 5, 7)], nn.LogSoftmax(dim=1)),
]


@pytest.mark.parametrize(("op", "arguments", "shapes", "module"), OPERATORS)
def test_an_operator_costs_and_computes_the_same(op, arguments, shapes, module):
    inputs = [8 * torch.rand((2, *shape)) - 4 for shape in shapes]
    expected, params, macs = count(module, *inputs)
    build = Builder(*shapes)
    graph = build.graph(build.add("it", OPS[op](**arguments), *range(len(shapes))))
    cost = graph_cost(graph, batch=2, dtype="fp32")
    assert (cost.params, cost.macs) == (params, macs)
    step = Step("it", op, graph.nodes[0].spec.model_dump(), tuple(range(len(shapes))))
    plan = Plan(tuple(shapes), (step,), (len(shapes),), 2)
    weights = arrays(module)
    found = run(plan, [x.numpy() for x in inputs], {"it": weights} if weights else None)[0]
    assert graph.nodes[0].output == found.shape[1:] == tuple(expected.shape[1:])
    np.testing.assert_allclose(found, expected.numpy(), rtol=1e-5, atol=2e-6)


def arrays(module):
    """A module's parameters and running statistics, as PyTorch stores them."""
    if not isinstance(module, nn.Module):
        return []
    state = [value for name, value in module.state_dict().items() if "num_batches" not in name]
    return [value.detach().numpy() for value in state]


# Without weights, and drawn at random: test_oracle_ops.py and test_oracle_resizing.py.
# Convolutions: test_oracle_layers.py.
ELSEWHERE = {
    *("conv", "conv_transpose", "avgpool", "maxpool", "resize", "shuffle", "concat", "add"),
    *("adaptive_avgpool", "adaptive_maxpool", "pad", "pixel_shuffle", "pixel_unshuffle", "reshape"),
}


def test_every_operator_is_held_against_pytorch():
    assert {op for op, *_ in OPERATORS} | ELSEWHERE == set(RUN)
