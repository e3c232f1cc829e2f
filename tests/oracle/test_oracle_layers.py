"""Random layers against PyTorch: shape, params, values, MACs, useful MACs, reach, and refusals.

CONVCALC_ORACLE_LAYERS says how many; the full run has 10,000.
"""

import os
import re
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import torch_layers  # noqa: E402 — only where torch is
from random_layers import random_layer  # noqa: E402

from convcalc.analysis.seen import seen  # noqa: E402
from convcalc.errors import InputError  # noqa: E402
from convcalc.executor import Plan, Step, run  # noqa: E402
from convcalc.variants import VARIANTS  # noqa: E402

pytestmark = [
    pytest.mark.oracle,
    # `same` of an even kernel: PyTorch tells that it copies the input.
    pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel"),
]

LAYERS = int(os.environ.get("CONVCALC_ORACLE_LAYERS", "500"))
PARTS = 20

# Why a layer cannot exist, in our code and in PyTorch's words.
REFUSALS = {
    "CC201": r"Kernel size can't be greater than actual input size",
    "CC204": r"_channels must be divisible by groups",
    "CC205": r"Output size is too small",
    "CC206": r"output padding must be smaller than either stride or dilation",
}
# Where we differ on purpose.
STRIDED_SAME = r"padding='same' is not supported for strided convolutions"
DIFFERENCES = {
    STRIDED_SAME: "PyTorch has no strided `same`; we do as TensorFlow and ONNX (auto_pad) do, and"
    " the zeros that these put on are given to PyTorch in numbers instead",
}


def ours(layer):
    """The cost by convcalc, or the code with which it refuses."""
    try:
        return VARIANTS[layer.op](**layer.arguments).cost(layer.shape, batch=layer.batch)
    except InputError as error:
        return error.problem.code


def theirs(layer):
    """Module and output by PyTorch, or the sentence with which it refuses."""
    try:
        torch.manual_seed(layer.in_channels)
        made = torch_layers.module(layer)
        x = torch.rand((layer.batch, *layer.shape), dtype=torch.float64) - 0.5
        with torch.no_grad():
            return made, x, torch_layers.run(layer, made, x)
    except (RuntimeError, ValueError) as error:
        return str(error)


def in_numbers(layer):
    """A layer whose `same` is written in zeros: TensorFlow's definition, the odd one after."""
    pads = []
    for size, kernel, stride, dilation in zip(
        layer.sizes, layer.kernel_size, layer.stride, layer.dilation, strict=True
    ):
        outputs = -(-size // stride)
        total = max((outputs - 1) * stride + (kernel - 1) * dilation + 1 - size, 0)
        pads.append((total // 2, total - total // 2))
    return replace(layer, padding=tuple(pads))


def complaint(layer):
    """What is not as PyTorch has it, or nothing."""
    mine, other = ours(layer), theirs(layer)
    if isinstance(other, str) and re.search(STRIDED_SAME, other):
        other = theirs(layer := in_numbers(layer))
    if isinstance(other, str) or isinstance(mine, str):
        agreed = isinstance(other, str) and re.search(REFUSALS.get(mine, "never"), other)
        return None if agreed else f"refused by convcalc: {mine}; by PyTorch: {other}"
    wrong = [name for name, (a, b) in numbers(layer, mine, *other).items() if a != b]
    return wrong or None


def numbers(layer, cost, made, x, out):
    """Each quantity as convcalc and as PyTorch has it."""
    graph = VARIANTS[layer.op](**layer.arguments).graph(layer.shape)
    middle = tuple(size // 2 for size in cost.output[1:])
    found = [seen(graph, axis, where) for axis, where in enumerate(middle)]
    weights = [one.detach().numpy() for one in made.parameters()]
    return {
        "output": (cost.output, tuple(out.shape[1:])),
        "params": (cost.params, sum(one.numel() for one in made.parameters())),
        "macs": (cost.macs, torch_layers.macs(layer, made)),
        "effective_macs": (cost.effective_macs, torch_layers.useful(layer)),
        "activations": (cost.activations, out.numel()),
        "seen": (spans(found), spans(torch_layers.seen(layer, middle))),
        "values": (close(executed(layer, x.numpy(), weights), out.numpy()), True),
    }


def spans(ends):
    """The ends on every axis; nothing at all where an axis has none."""
    real = [tuple(one) for one in ends if one and one[0] <= one[1]]
    return real if len(real) == len(ends) else None


def executed(layer, x, weights):
    """What our executor computes with the weights of PyTorch."""
    plan = Plan((layer.shape,), (Step("it", layer.op, layer.arguments, (0,)),), (1,), layer.batch)
    return run(plan, [x], {"it": weights})[0]


def close(float32, float64):
    """Some hundred products of numbers below 1, summed in float32."""
    scale = max(1.0, float(np.abs(float64).max()))
    return bool(np.allclose(float32, float64, rtol=0, atol=1e-5 * scale))


@pytest.mark.parametrize("part", range(PARTS))
def test_random_layers_are_as_pytorch_has_them(part):
    layers = map(random_layer, range(part, LAYERS, PARTS))
    wrong = [(layer, said) for layer in layers if (said := complaint(layer))]
    assert wrong == []


def test_every_kind_of_layer_is_drawn():
    layers = [random_layer(seed) for seed in range(500)]
    kinds = {(layer.op, layer.rank) for layer in layers}
    assert kinds == {(op, rank) for op in torch_layers.MODULES for rank in (1, 2, 3)}
    refused = [code for code in map(ours, layers) if isinstance(code, str)]
    assert set(refused) == set(REFUSALS)
    assert len(layers) // 20 < len(refused) < len(layers) // 4
    forms = {type(layer.padding[0]) for layer in layers}
    assert forms == {str, int, tuple}
    same = [layer for layer in layers if layer.padding == "same"]
    assert any(max(layer.stride) > 1 for layer in same)
    assert any(max(layer.stride) == 1 for layer in same)
    for name in ("stride", "dilation", "kernel_size", "sizes"):
        assert any(len(set(getattr(layer, name))) == 3 for layer in layers)
