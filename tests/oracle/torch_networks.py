"""Networks of the zoo that torchvision does not have, written in PyTorch by their papers.

Each is written from its paper or its authors' code and not from the file in specs/, so that the two
can be held against each other. Modules are made on the meta device: they are counted, never run.
"""

from itertools import pairwise

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402 — only where torch is
from torch.nn import functional  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402
from torch_blocks import (  # noqa: E402
    Attend,
    Joined,
    Residual,
    Shuffle,
    causal,
    channels_last,
    double,
    normed,
)


def counted(make, shape):
    """Params, and multiply-accumulates for one sample."""
    with torch.device("meta"):
        module = make().eval()
        with FlopCounterMode(display=False) as counter:
            module(torch.empty(1, *shape))
    return sum(weight.numel() for weight in module.parameters()), counter.get_total_flops() // 2


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(16, 120, 5),
        nn.Tanh(),
        nn.Flatten(),
        nn.Linear(120, 84),
        nn.Tanh(),
        nn.Linear(84, 10),
    )


def alexnet_2012():
    """With torch.nn.LocalResponseNorm, which divides alpha by the size."""
    norm = {"size": 5, "alpha": 5e-4, "beta": 0.75, "k": 2}
    return nn.Sequential(
        nn.Conv2d(3, 96, 11, 4),
        nn.ReLU(),
        nn.LocalResponseNorm(**norm),
        nn.MaxPool2d(3, 2),
        nn.Conv2d(96, 256, 5, padding=2, groups=2),
        nn.ReLU(),
        nn.LocalResponseNorm(**norm),
        nn.MaxPool2d(3, 2),
        nn.Conv2d(256, 384, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(384, 384, 3, padding=1, groups=2),
        nn.ReLU(),
        nn.Conv2d(384, 256, 3, padding=1, groups=2),
        nn.ReLU(),
        nn.MaxPool2d(3, 2),
        nn.Flatten(),
        nn.Linear(256 * 6 * 6, 4096),
        nn.ReLU(),
        nn.Linear(4096, 4096),
        nn.ReLU(),
        nn.Linear(4096, 1000),
    )


class UNet(nn.Module):
    """Four levels down and up, padded."""

    def __init__(self):
        super().__init__()
        widths = (64, 128, 256, 512, 1024)
        self.down = nn.ModuleList(map(double, (1, *widths), widths))
        pairs = [(2 * width, width) for width in reversed(widths[:-1])]
        self.up = nn.ModuleList(nn.ConvTranspose2d(a, b, 2, 2) for a, b in pairs)
        self.join = nn.ModuleList(double(a, b) for a, b in pairs)
        self.logits = nn.Conv2d(64, 2, 1)

    def forward(self, x):
        kept = []
        for level in self.down:
            x = level(functional.max_pool2d(x, 2) if kept else x)
            kept.append(x)
        for up, join, skip in zip(self.up, self.join, reversed(kept[:-1]), strict=True):
            x = join(torch.cat([skip, up(x)], 1))
        return self.logits(x)


def dcgan_generator():
    """As in pytorch/examples, dcgan/main.py."""
    widths = (100, 512, 256, 128, 64)
    layers = []
    for number, (a, b) in enumerate(pairwise(widths)):
        stride, padding = (2, 1) if number else (1, 0)
        layers += [nn.ConvTranspose2d(a, b, 4, stride, padding, bias=False)]
        layers += [nn.BatchNorm2d(b), nn.ReLU()]
    return nn.Sequential(*layers, nn.ConvTranspose2d(64, 3, 4, 2, 1, bias=False), nn.Tanh())


def tcn():
    """As in locuslab/TCN, poly_music, for JSB chorales; weight norm folded into the weights."""
    widths = (88, 150, 150, 150, 150)
    levels = [
        Residual(
            nn.Sequential(*causal(a, b, 2**level), *causal(b, b, 2**level)),
            nn.Conv1d(a, b, 1) if a != b else None,
            nn.ReLU(),
        )
        for level, (a, b) in enumerate(pairwise(widths))
    ]
    return nn.Sequential(*levels, nn.Conv1d(150, 88, 1), nn.Sigmoid())


def espcn():
    return nn.Sequential(
        nn.Conv2d(1, 64, 5, padding=2),
        nn.Tanh(),
        nn.Conv2d(64, 32, 3, padding=1),
        nn.Tanh(),
        nn.Conv2d(32, 16, 3, padding=1),
        nn.PixelShuffle(4),
    )


def mobilenet_v1(width):
    """As in TensorFlow's mobilenet_v1.py: widths are cut, depth_multiplier=width."""
    strides = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)
    widths = (64, 128, 128, 256, 256, *(512,) * 6, 1024, 1024)
    a = int(32 * width)
    layers = [*normed(nn.Conv2d(3, a, 3, 2, 1, bias=False))]
    for full, stride in zip(widths, strides, strict=True):
        b = int(full * width)
        layers += normed(nn.Conv2d(a, a, 3, stride, 1, groups=a, bias=False))
        layers += normed(nn.Conv2d(a, b, 1, bias=False))
        a = b
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(a, 1000))


def shufflenet_v1(width, groups):
    """As in megvii-model/ShuffleNet-Series, ShuffleNetV1."""

    def branch(a, b, out, stride, first):
        mid = out // 4
        return nn.Sequential(
            *normed(nn.Conv2d(a, mid, 1, groups=first, bias=False)),
            Shuffle(groups),
            *normed(nn.Conv2d(mid, mid, 3, stride, 1, groups=mid, bias=False), nn.Identity),
            *normed(nn.Conv2d(mid, b, 1, groups=groups, bias=False), nn.Identity),
        )

    layers = [*normed(nn.Conv2d(3, 24, 3, 2, 1, bias=False)), nn.MaxPool2d(3, 2, 1)]
    a = 24
    for out, units in ((width, 3), (2 * width, 7), (4 * width, 3)):
        layers += [Joined(branch(a, out - a, out, 2, 1 if a == 24 else groups))]
        layers += [
            Residual(branch(out, out, out, 1, groups), after=nn.ReLU()) for _ in range(units)
        ]
        a = out
    head = nn.Linear(a, 1000, bias=False)
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), head)


def resnet50_v1():
    """torchvision's bottleneck with the stride moved to the first 1x1 (He et al. 2015)."""
    layers = [*normed(nn.Conv2d(3, 64, 7, 2, 3, bias=False)), nn.MaxPool2d(3, 2, 1)]
    a = 64
    for mid, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for number in range(blocks):
            stride = 2 if mid > 64 and not number else 1
            branch = nn.Sequential(
                *normed(nn.Conv2d(a, mid, 1, stride, bias=False)),
                *normed(nn.Conv2d(mid, mid, 3, padding=1, bias=False)),
                *normed(nn.Conv2d(mid, 4 * mid, 1, bias=False), nn.Identity),
            )
            skip = normed(nn.Conv2d(a, 4 * mid, 1, stride, bias=False), nn.Identity)
            layers += [Residual(branch, None if number else nn.Sequential(*skip), nn.ReLU())]
            a = 4 * mid
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(a, 1000))


def cvt_13():
    """Table 2 of arXiv:2103.15808, without the class token."""
    layers, a = [], 3
    for b, kernel, stride, heads, depth in (
        (64, 7, 4, 1, 1),
        (192, 3, 2, 3, 2),
        (384, 3, 2, 6, 10),
    ):
        layers += [nn.Conv2d(a, b, kernel, stride, kernel // 2), channels_last(nn.LayerNorm(b))]
        for _ in range(depth):
            mlp = (nn.Conv2d(b, 4 * b, 1), nn.GELU(), nn.Conv2d(4 * b, b, 1))
            for branch in ((Attend(b, heads),), mlp):
                layers += [Residual(nn.Sequential(channels_last(nn.LayerNorm(b)), *branch))]
        a = b
    layers += [channels_last(nn.LayerNorm(a)), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*layers, nn.Linear(a, 1000))


NETWORKS = {
    "lenet5": (lenet5, (1, 32, 32)),
    "alexnet_2012": (alexnet_2012, (3, 227, 227)),
    "unet": (UNet, (1, 512, 512)),
    "dcgan_generator": (dcgan_generator, (100, 1, 1)),
    "tcn": (tcn, (88, 512)),
    "espcn": (espcn, (1, 180, 320)),
    "cvt_13": (cvt_13, (3, 224, 224)),
    "resnet50_v1": (resnet50_v1, (3, 224, 224)),
    "mobilenet_v1": (lambda: mobilenet_v1(1.0), (3, 224, 224)),
    "mobilenet_v1_1.0": (lambda: mobilenet_v1(1.0), (3, 224, 224)),
    "mobilenet_v1_0.75": (lambda: mobilenet_v1(0.75), (3, 224, 224)),
    "mobilenet_v1_0.5": (lambda: mobilenet_v1(0.5), (3, 224, 224)),
    "mobilenet_v1_0.25": (lambda: mobilenet_v1(0.25), (3, 224, 224)),
    "mobilenet_v1_1.0_160": (lambda: mobilenet_v1(1.0), (3, 160, 160)),
    "shufflenet_v1_1x_g3": (lambda: shufflenet_v1(240, 3), (3, 224, 224)),
    "shufflenet_v1_1x_g8": (lambda: shufflenet_v1(384, 8), (3, 224, 224)),
}
