"""The same layer in PyTorch: its module, its run, and its counts. All in float64."""

import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional  # noqa: E402 — only where torch is
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

torch.set_num_threads(1)

MODULES = {
    "conv": (torch.nn.Conv1d, torch.nn.Conv2d, torch.nn.Conv3d),
    "conv_transpose": (
        torch.nn.ConvTranspose1d,
        torch.nn.ConvTranspose2d,
        torch.nn.ConvTranspose3d,
    ),
}


class EmptyError(RuntimeError):
    """What is left after cutting is nothing."""


def module(layer):
    """The module that PyTorch has for the layer. Pairs of padding are put on in `run`."""
    return MODULES[layer.op][layer.rank - 1](
        layer.in_channels,
        layer.out_channels,
        layer.kernel_size,
        padding=own_padding(layer),
        **{name: getattr(layer, name) for name in ("stride", "dilation", "groups", "bias")},
        **({"output_padding": layer.output_padding} if layer.output_padding else {}),
    ).double()


def sides(layer):
    """Zeros before and after for each axis, or nothing where PyTorch knows the word."""
    if isinstance(layer.padding, str):
        return None
    return [one if isinstance(one, tuple) else (one, one) for one in layer.padding]


def own_padding(layer):
    """What PyTorch's own argument can say: a word, or what both sides have in common."""
    return layer.padding if sides(layer) is None else tuple(map(min, sides(layer)))


def run(layer, made, x):
    """The module's output; what one side has more is put on, or cut, by itself."""
    rest = [
        (before - min(before, after), after - min(before, after))
        for before, after in sides(layer) or ()
    ]
    if layer.op == "conv":
        # PyTorch's list begins with the last axis.
        return made(functional.pad(x, [zeros for pair in reversed(rest) for zeros in pair]))
    out = made(x)
    ends = zip(out.shape[2:], rest, strict=True)
    cut = [(before, size - after) for size, (before, after) in ends]
    if any(first >= end for first, end in cut):
        raise EmptyError("Output size is too small")
    return out[(..., *(slice(*ends) for ends in cut))]


def useful(layer):
    """The products of real elements: ones through the layer without bias, and summed up."""
    made = module(layer)
    torch.nn.init.ones_(made.weight)
    made.bias = None
    ones = torch.ones((layer.batch, *layer.shape), dtype=torch.float64)
    with torch.no_grad():
        return int(run(layer, made, ones).sum().item())


def macs(layer, made):
    """PyTorch's own counter, which counts two FLOP for a MAC."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        run(layer, made, torch.zeros((layer.batch, *layer.shape), dtype=torch.float64))
    return counter.get_total_flops() // 2


def seen(layer, position):
    """First and last input along each axis that the output there depends on, by gradients."""
    made = module(layer)
    torch.nn.init.ones_(made.weight)
    x = torch.zeros((1, *layer.shape), dtype=torch.float64, requires_grad=True)
    run(layer, made, x)[(0, slice(None), *position)].sum().backward()
    hits = x.grad[0].sum(dim=0).nonzero()
    return [(int(axis.min()), int(axis.max())) if len(axis) else None for axis in hits.T]
