"""Modules of PyTorch as networks have them, small, and with weights of which none is alike."""

import pytest

torch = pytest.importorskip("torch")

from runtime_transformers import VisionTransformer, Windows, Words  # noqa: E402 — where it is
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402, N812 — as everybody calls it


class Norms(nn.Module):
    """Every norm between convolutions."""

    def __init__(self):
        super().__init__()
        norms = [
            nn.BatchNorm2d(8, eps=1e-2), nn.GroupNorm(2, 8), nn.InstanceNorm2d(8, affine=True),
            nn.InstanceNorm2d(8), nn.LocalResponseNorm(3, alpha=0.5), nn.GroupNorm(1, 8),
        ]  # fmt: skip
        pairs = [(nn.Conv2d(8, 8, 3, padding=1), norm) for norm in norms]
        self.layers = nn.Sequential(nn.Conv2d(3, 8, 1), *[one for pair in pairs for one in pair])

    def forward(self, x):
        return F.layer_norm(self.layers(x), (7, 5), eps=1e-2)


class Activations(nn.Module):
    """Every activation, each of its own convolution."""

    def __init__(self):
        super().__init__()
        self.each = nn.ModuleList([
            nn.ReLU(), nn.ReLU6(), nn.LeakyReLU(0.2), nn.PReLU(4), nn.PReLU(), nn.ELU(0.7),
            nn.CELU(0.7), nn.SELU(), nn.GELU(), nn.GELU(approximate="tanh"), nn.SiLU(), nn.Mish(),
            nn.Hardswish(), nn.Hardsigmoid(), nn.Hardtanh(-0.5, 0.4), nn.Softplus(), nn.Softsign(),
            nn.Sigmoid(), nn.Tanh(), nn.Tanhshrink(), nn.Hardshrink(0.3), nn.Softshrink(0.2),
            nn.LogSigmoid(), nn.Softmax(dim=1), nn.LogSoftmax(dim=3), nn.GLU(dim=1),
        ])  # fmt: skip
        self.layers = nn.ModuleList([nn.Conv2d(3, 4, 1) for _ in self.each])

    def forward(self, x):
        pairs = zip(self.layers, self.each, strict=True)
        return torch.cat([function(layer(x)) for layer, function in pairs], dim=1)


class UNet(nn.Module):
    """Down and up again, by each way to grow."""

    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList([nn.Conv2d(3, 8, 3, padding=1, padding_mode="reflect"),
                                   nn.Conv2d(8, 8, 3, 2, 1), nn.Conv2d(8, 8, 3, 2, 1)])  # fmt: skip
        self.up = nn.ConvTranspose2d(8, 8, 3, 2, 1, output_padding=(0, 1), groups=2)
        self.shuffled, self.last = nn.Conv2d(16, 32, 1), nn.Conv2d(8 + 8 + 8, 4, 3, padding=1)

    def forward(self, x):
        first = self.down[0](x).relu()
        second = self.down[1](first).relu()
        third = self.down[2](F.max_pool2d(second, 3, 1, 1)).relu()
        up = torch.cat([self.up(third), second], dim=1)
        grown = F.interpolate(third, size=first.shape[2:], mode="bilinear", align_corners=True)
        other = F.interpolate(third, scale_factor=4, mode="bilinear")[:, :, : x.shape[2]]
        nearest = F.interpolate(second, scale_factor=2, mode="nearest")[:, :, : x.shape[2]]
        pixels = F.pixel_shuffle(self.shuffled(up), 2)[:, :, : x.shape[2]]
        return self.last(torch.cat([first + nearest, grown + other, pixels], dim=1))


class Shuffled(nn.Module):
    """Channels that are split, shuffled and joined; pools of every kind, and squeezing."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 12, 3, 2, 1, bias=False), nn.BatchNorm2d(12))
        self.depthwise, self.grouped = (
            nn.Conv2d(6, 6, 3, 1, 1, groups=6),
            nn.Conv2d(12, 12, 1, groups=3),
        )
        self.less, self.more = nn.Conv2d(12, 4, 1), nn.Conv2d(4, 12, 1)
        self.head = nn.Linear(12 * 2 * 3, 5)

    def forward(self, x):
        x = F.max_pool2d(self.stem(x), 3, 2, 1, ceil_mode=True)
        one, other = x.chunk(2, dim=1)
        x = torch.cat([one, self.depthwise(other)], dim=1)
        samples, channels, *sizes = x.shape
        x = x.view(samples, 3, channels // 3, *sizes).transpose(1, 2).reshape(x.shape)
        x = self.grouped(x) * self.more(self.less(F.adaptive_avg_pool2d(x, 1)).relu()).sigmoid()
        x = F.avg_pool2d(x, 2, 1, 1, count_include_pad=False) + F.avg_pool2d(x, 2, 1, 1)
        return self.head(F.adaptive_max_pool2d(x[:, :, :6, :6], (2, 3)).flatten(1))


class Sequences(nn.Module):
    """What runs over time, in one direction and in both, and a convolution that sees no future."""

    def __init__(self):
        super().__init__()
        self.causal = nn.Conv1d(6, 8, 3, dilation=2)
        self.lstm = nn.LSTM(8, 5, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(10, 7, bidirectional=True, batch_first=True)
        self.rnn = nn.RNN(14, 4, nonlinearity="relu", batch_first=True)

    def forward(self, x):
        x = self.causal(F.pad(x, (4, 0))).transpose(1, 2)
        x, (hidden, cell) = self.lstm(x)
        x, state = self.gru(x)
        return self.rnn(x)[0], hidden, cell, state


class Volumes(nn.Module):
    """Frames and heights: convolutions over three axes, in two steps."""

    def __init__(self):
        super().__init__()
        self.plane, self.time = (
            nn.Conv3d(2, 6, (1, 3, 3), padding=(0, 1, 1)),
            nn.Conv3d(6, 4, (3, 1, 1)),
        )
        self.norm, self.up = nn.BatchNorm3d(6), nn.ConvTranspose3d(4, 3, 2, stride=2)

    def forward(self, x):
        x = self.time(self.norm(self.plane(x)).relu())
        return self.up(F.max_pool3d(x, 2)).mean((2, 3, 4)), F.avg_pool3d(x, (1, 2, 2))


class Arithmetic(nn.Module):
    """Functions of elements and along axes, between axes that are moved."""

    def __init__(self):
        super().__init__()
        self.table = nn.Parameter(torch.randn(1, 4, 1, 6))
        self.weight = nn.Parameter(torch.randn(5, 4))

    def forward(self, x):
        y = (
            torch.einsum("ochw,kc->ohkw", x, self.weight)
            / x.square().sum((1, 3), keepdim=True).sqrt()[:, 0, :, None]
        )
        z = torch.where(x > self.table, x.exp(), -x.abs().log1p()).amax(2, keepdim=True)
        best = y.argmax(dim=1).float() + y.cumsum(2).amin(1)
        return (
            torch.cat([z.expand(-1, -1, 5, -1)[:, :3], y[:, :3].flip(3)], 1),
            best.clamp(max=3),
            x.topk(2, dim=3)[0],
        )


MODULES = {
    "vision transformer": (VisionTransformer, (1, 3, 24, 32)),
    "words": (Words, (1, 9)),
    "shifted windows": (Windows, (1, 16, 8, 8)),
    "norms": (Norms, (1, 3, 7, 5)),
    "activations": (Activations, (1, 3, 6, 5)),
    "u-net": (UNet, (1, 3, 14, 20)),
    "shuffled channels": (Shuffled, (1, 3, 25, 31)),
    "sequences": (Sequences, (1, 6, 9)),
    "volumes": (Volumes, (1, 2, 8, 7, 6)),
    "arithmetic": (Arithmetic, (1, 4, 7, 6)),
}


def example(name):
    """An input of a module: random numbers, or words."""
    shape = MODULES[name][1]
    return torch.randint(0, 20, shape) if name == "words" else torch.randn(shape)


def unlike(module, x, seed=0):
    """The module in evaluation, no norm and no weight of it being one number over and over.

    Batch norms get the statistics of random inputs, so that what they answer hangs on the input.
    """
    generator = torch.Generator().manual_seed(seed)
    for name, one in [*module.named_parameters(), *module.named_buffers()]:
        if not one.is_floating_point() or "relative" in name:  # a table of places
            continue
        spread = torch.rand(one.shape, generator=generator)
        if one.dim() == 1 and name.endswith("weight"):
            one.data = one.data * (0.5 * spread + 0.75)
        elif one.dim() == 1:
            one.data = one.data + 0.4 * (spread - 0.5)
        elif one.numel() == 1 or one.std() == 0:  # a head of zeros, a scale of 10⁻⁶
            one.data = (spread - 0.5) * 2 / one.shape[-1] ** 0.5
    norms = [one for one in module.modules() if isinstance(one, nn.modules.batchnorm._BatchNorm)]
    if norms:
        _measured(module.train(), norms, torch.randn(4, *x.shape[1:], generator=generator))
    return module.eval()


def _measured(module, norms, inputs):
    for one in norms:
        one.reset_running_stats()
        one.momentum = None
    with torch.no_grad():
        module(inputs)
