"""Other sizes, against PyTorch: resizing, adaptive pools, pixels, padding, shapes."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402 — only where torch is
from torch.nn import functional  # noqa: E402
from torch_ops import SEEDS, agrees, drawn  # noqa: E402

pytestmark = pytest.mark.oracle

LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}  # PyTorch's word by the number of axes
# By the number of axes as well.
ADAPTIVE = {
    "adaptive_avgpool": (nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d, nn.AdaptiveAvgPool3d),
    "adaptive_maxpool": (nn.AdaptiveMaxPool1d, nn.AdaptiveMaxPool2d, nn.AdaptiveMaxPool3d),
}
PADDINGS = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate"}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
def test_resizing_does_not_align_corners(seed, mode):
    draw, rank, x = drawn(seed)
    scale = tuple(draw.randint(1, 4) for _ in range(rank))
    size = tuple(int(a) * b for a, b in zip(x.shape[2:], scale, strict=True))
    theirs = {"mode": LINEAR[rank], "align_corners": False} if mode == "bilinear" else {}
    expected = functional.interpolate(x, size, **theirs)
    agrees("resize", {"scale": scale, "mode": mode}, x, expected)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("aligned", [False, True])
def test_blending_to_any_size(seed, aligned):
    draw, rank, x = drawn(seed)
    size = tuple(draw.randint(1, 12) for _ in range(rank))
    expected = functional.interpolate(x, size, mode=LINEAR[rank], align_corners=aligned)
    agrees("resize", {"size": size, "mode": "bilinear", "align_corners": aligned}, x, expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_copying_to_any_size(seed):
    draw, rank, x = drawn(seed)
    size = tuple(draw.randint(1, 12) for _ in range(rank))
    # PyTorch multiplies by in/out in float32; in float64 it is exact for sizes this small.
    expected = functional.interpolate(x.double(), size).float()
    agrees("resize", {"size": size}, x, expected)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("op", ADAPTIVE)
def test_adaptive_pools(seed, op):
    draw, rank, x = drawn(seed)
    size = tuple(draw.randint(1, 12) for _ in range(rank))
    agrees(op, {"output_size": size}, x, ADAPTIVE[op][rank - 1](size)(x))
    agrees(op, {"output_size": size[0]}, x, ADAPTIVE[op][rank - 1](size[0])(x))


@pytest.mark.parametrize("factor", [1, 2, 3])
@pytest.mark.parametrize("sizes", [(5, 7), (1, 3), (2, 2)])
def test_pixels_are_shuffled(factor, sizes):
    x = torch.rand((2, 2 * factor**2, *sizes))
    larger = nn.PixelShuffle(factor)(x)
    agrees("pixel_shuffle", {"factor": factor}, x, larger)
    agrees("pixel_unshuffle", {"factor": factor}, larger, nn.PixelUnshuffle(factor)(larger))


def test_pixels_of_one_and_three_axes_are_shuffled_as_of_two():
    # PyTorch has none: the same move, written out.
    x = torch.rand((2, 6, 5))
    expected = x.reshape(2, 3, 2, 5).permute(0, 1, 3, 2).reshape(2, 3, 10)
    agrees("pixel_shuffle", {"factor": 2}, x, expected)
    agrees("pixel_unshuffle", {"factor": 2}, expected, x)
    x = torch.rand((2, 24, 2, 3, 5))
    apart = x.reshape(2, 3, 2, 2, 2, 2, 3, 5).permute(0, 1, 5, 2, 6, 3, 7, 4)
    expected = apart.reshape(2, 3, 4, 6, 10)
    agrees("pixel_shuffle", {"factor": 2}, x, expected)
    agrees("pixel_unshuffle", {"factor": 2}, expected, x)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mode", PADDINGS)
def test_padding(seed, mode):
    draw, _, x = drawn(seed)
    most = [size - 1 if mode == "reflect" else 4 for size in x.shape[2:]]
    padding = tuple((draw.randint(0, one), draw.randint(0, one)) for one in most)
    # PyTorch begins with the last axis.
    flat = [side for pair in reversed(padding) for side in pair]
    expected = functional.pad(x, flat, mode=PADDINGS[mode])
    agrees("pad", {"padding": padding, "mode": mode}, x, expected)


@pytest.mark.parametrize(
    ("shape", "new"),
    [
        ((6, 7, 5), (6, -1)),
        ((6, 35), (6, 7, 5)),
        ((6, 7, 5), (-1,)),
        ((210,), (2, 3, 5, 7)),
        ((6, 7, 5), (10, -1, 3)),
    ],
)
def test_reshaping(shape, new):
    x = torch.rand((2, *shape))
    agrees("reshape", {"shape": new}, x, x.reshape(2, *new))
