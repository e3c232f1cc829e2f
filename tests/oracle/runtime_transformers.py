"""Transformers of PyTorch as networks have them, small."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402 — only where it is
from torch.nn import functional as F  # noqa: E402, N812 — as everybody calls it


class Block(nn.Module):
    """Attention and two layers, each beside what skips it; norms come first."""

    def __init__(self, features=32, heads=4):
        super().__init__()
        self.first, self.second = nn.LayerNorm(features), nn.LayerNorm(features, eps=1e-3)
        self.attention = nn.MultiheadAttention(features, heads, batch_first=True)
        self.layers = nn.Sequential(nn.Linear(features, 48), nn.GELU(), nn.Linear(48, features))

    def forward(self, x):
        seen = self.first(x)
        x = x + self.attention(seen, seen, seen, need_weights=False)[0]
        return x + self.layers(self.second(x))


class VisionTransformer(nn.Module):
    """Patches, a token that is learned, positions, blocks."""

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 32, 8, 8)
        self.token = nn.Parameter(torch.randn(1, 1, 32))
        self.positions = nn.Parameter(torch.randn(1, 13, 32))
        self.blocks = nn.Sequential(Block(), Block())
        self.norm, self.head = nn.LayerNorm(32), nn.Linear(32, 10)

    def forward(self, x):
        patches = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), patches], dim=1) + self.positions
        return self.head(self.norm(self.blocks(x))[:, 0])


class Windows(nn.Module):
    """Attention in windows that are shifted, as in Swin: a mask, and positions in a table."""

    def __init__(self, features=16, heads=2, side=4):
        super().__init__()
        self.heads, self.side = heads, side
        self.norm = nn.LayerNorm(features)
        self.qkv, self.mixed = nn.Linear(features, 3 * features), nn.Linear(features, features)
        self.bias = nn.Parameter(torch.randn(1, heads, side**2, side**2))
        rows = torch.arange(8) // side
        places = (rows[:, None] * 2 + rows).roll((-2, -2), (0, 1))
        cut = places.reshape(2, side, 2, side).transpose(1, 2).reshape(4, 1, side**2)
        self.register_buffer("mask", torch.where(cut == cut.transpose(1, 2), 0.0, -100.0))

    def forward(self, x):
        x = self.norm(x.permute(0, 2, 3, 1))
        side, features = self.side, x.shape[3]
        rolled = torch.roll(x, (-2, -2), (1, 2)).view(-1, 2, side, 2, side, features)
        windows = rolled.permute(0, 1, 3, 2, 4, 5).reshape(-1, side**2, features)
        qkv = self.qkv(windows).reshape(-1, side**2, 3, self.heads, features // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        scores = q * (features // self.heads) ** -0.5 @ k.transpose(-2, -1) + self.bias
        shares = (scores + self.mask[:, None]).softmax(-1)
        made = self.mixed((shares @ v).transpose(1, 2).reshape(-1, side**2, features))
        back = made.view(-1, 2, 2, side, side, features).permute(0, 1, 3, 2, 4, 5)
        return torch.roll(back.reshape(-1, 8, 8, features), (2, 2), (1, 2)).permute(0, 3, 1, 2)


class RootMeanSquare(nn.Module):
    """As language models have it: written out, for not every exporter knows that of PyTorch."""

    def __init__(self, features, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(features)), eps

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight


class Words(nn.Module):
    """Words and their places, looked up; none sees those after it; the table is the last layer."""

    def __init__(self, features=16, heads=2):
        super().__init__()
        self.heads = heads
        self.words, self.places = nn.Embedding(20, features), nn.Embedding(9, features)
        self.qkv, self.mixed = nn.Linear(features, 3 * features), nn.Linear(features, features)
        self.first, self.last = RootMeanSquare(features, 1e-2), RootMeanSquare(features, 1e-6)

    def forward(self, ids):
        x = self.words(ids) + self.places(torch.arange(ids.shape[1]))
        samples, tokens, features = x.shape
        parts = self.qkv(self.first(x)).view(samples, tokens, 3, self.heads, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.mixed(seen.transpose(1, 2).reshape(samples, tokens, features))
        return self.last(x) @ self.words.weight.T
