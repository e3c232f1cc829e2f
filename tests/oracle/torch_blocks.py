"""What PyTorch has no module for, and the blocks of which torch_networks makes networks."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402 — only where torch is
from torch.nn import functional  # noqa: E402


def product(a, b):
    return (a.flatten(2) @ b.flatten(2)).reshape(*a.shape[:2], *b.shape[2:])


def attention(heads):
    """PyTorch's own, of our tensors: channels first, heads one after the other."""

    def split(x):
        return x.reshape(len(x), heads, x.shape[1] // heads, -1).swapaxes(2, 3)

    def attend(query, key, value):
        out = functional.scaled_dot_product_attention(*map(split, (query, key, value)))
        return out.swapaxes(2, 3).reshape(len(query), -1, *query.shape[2:])

    return attend


class LayerScale(nn.Module):
    """ConvNeXt's: a factor for each channel."""

    def __init__(self, channels, rank=2):
        super().__init__()
        self.factors = nn.Parameter(torch.rand(channels))
        self.rank = rank

    def forward(self, x):
        return x * self.factors.reshape(-1, *(1,) * self.rank)


class Residual(nn.Module):
    """A branch and its input, added; the input may be projected."""

    def __init__(self, branch, skip=None, after=None):
        super().__init__()
        self.branch, self.skip, self.after = branch, skip or nn.Identity(), after or nn.Identity()

    def forward(self, x):
        return self.after(self.branch(x) + self.skip(x))


def double(a, b):
    return nn.Sequential(
        nn.Conv2d(a, b, 3, padding=1), nn.ReLU(), nn.Conv2d(b, b, 3, padding=1), nn.ReLU()
    )


def causal(a, b, dilation):
    pad = nn.ConstantPad1d((4 * dilation, 0), 0.0)
    return pad, nn.Conv1d(a, b, 5, dilation=dilation), nn.ReLU(), nn.Dropout(0.5)


def normed(conv, act=nn.ReLU):
    return conv, nn.BatchNorm2d(conv.out_channels), act()


class Shuffle(nn.Module):
    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, x):
        return x.unflatten(1, (self.groups, -1)).transpose(1, 2).flatten(1, 2)


class Joined(nn.Module):
    """A strided unit of ShuffleNet: its branch beside the pooled input."""

    def __init__(self, branch):
        super().__init__()
        self.branch = branch

    def forward(self, x):
        return torch.cat([functional.avg_pool2d(x, 3, 2, 1), self.branch(x).relu()], 1)


class Attend(nn.Module):
    """Attention whose projections are convolutions; keys and values at half the resolution."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (project(width, stride) for stride in (1, 2, 2))
        self.out = nn.Conv2d(width, width, 1)

    def forward(self, x):
        query, key, value = (
            make(x).flatten(2).unflatten(1, (self.heads, -1)).transpose(2, 3)
            for make in (self.query, self.key, self.value)
        )
        scores = (query @ key.transpose(2, 3) / query.shape[-1] ** 0.5).softmax(-1)
        return self.out((scores @ value).transpose(2, 3).flatten(1, 2).unflatten(2, x.shape[2:]))


def project(width, stride):
    depthwise = nn.Conv2d(width, width, 3, stride, 1, groups=width, bias=False)
    return nn.Sequential(depthwise, nn.BatchNorm2d(width), nn.Conv2d(width, width, 1))


def channels_last(norm):
    """A layer norm over the channels of each position."""
    return nn.Sequential(Moved(1, -1), norm, Moved(-1, 1))


class Moved(nn.Module):
    def __init__(self, source, target):
        super().__init__()
        self.axes = (source, target)

    def forward(self, x):
        return x.movedim(*self.axes)


class Looked(nn.Embedding):
    """A table that takes any number: rounded down, and counted round; features come first."""

    def forward(self, x):
        return super().forward(x.floor().long() % self.num_embeddings).movedim(-1, 1)
