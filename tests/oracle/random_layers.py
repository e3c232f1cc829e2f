"""Random layers, valid and not, the same for the same seed; neither side is asked."""

from dataclasses import dataclass
from random import Random

KERNELS = {1: 7, 2: 5, 3: 3}  # the largest, by the number of axes
SIZES = {1: 29, 2: 13, 3: 7}
WORDS = ("valid", "same")


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution or transposed convolution in PyTorch's arguments, padding aside.

    `padding` is a word, a number for each axis, or a pair of before and after for each.
    """

    op: str
    batch: int
    in_channels: int
    sizes: tuple
    out_channels: int
    kernel_size: tuple
    stride: tuple
    dilation: tuple
    padding: object
    groups: int
    bias: bool
    output_padding: tuple = ()

    @property
    def rank(self):
        return len(self.sizes)

    @property
    def shape(self):
        return (self.in_channels, *self.sizes)

    @property
    def arguments(self):
        """Under convcalc's names, which are PyTorch's."""
        names = ["out_channels", "kernel_size", "stride", "dilation", "padding", "groups", "bias"]
        names += ["output_padding"] * (self.op == "conv_transpose")
        return {name: getattr(self, name) for name in names}


def random_layer(seed):
    """One layer. About every sixth cannot exist, for each of the reasons there are."""
    draw = Random(f"layer {seed}")  # noqa: S311 — no secret
    rank = draw.choice((1, 2, 2, 3))
    op = draw.choice(("conv", "conv", "conv_transpose"))
    groups, in_channels, out_channels = _channels(draw)
    stride, dilation = _each(draw, rank, 3), _each(draw, rank, 3)
    return Layer(
        op=op,
        batch=draw.randint(1, 3),
        in_channels=in_channels,
        sizes=tuple(draw.randint(1, SIZES[rank]) for _ in range(rank)),
        out_channels=out_channels,
        kernel_size=_each(draw, rank, KERNELS[rank]),
        stride=stride,
        dilation=dilation,
        padding=_padding(draw, rank, words=op == "conv"),
        groups=groups,
        bias=draw.random() < 0.5,
        output_padding=_extra(draw, stride, dilation) if op == "conv_transpose" else (),
    )


def _each(draw, rank, largest):
    """One number for each axis; smaller ones more often."""
    return tuple(min(draw.randint(1, largest), draw.randint(1, largest)) for _ in range(rank))


def _channels(draw):
    groups = draw.choice((1, 1, 2, 3, 4))
    in_channels, out_channels = (groups * draw.randint(1, 3) for _ in range(2))
    if draw.random() < 0.04:
        in_channels += 1
    if draw.random() < 0.04:
        out_channels += 1
    return groups, in_channels, out_channels


def _padding(draw, rank, *, words):
    """A word, the same on both sides, or other zeros before than after."""
    form = draw.randrange(5)
    if words and form == 0:
        return draw.choice(WORDS)
    if form <= 2:
        return tuple(draw.randint(0, 3) for _ in range(rank))
    return tuple((draw.randint(0, 4), draw.randint(0, 4)) for _ in range(rank))


def _extra(draw, stride, dilation):
    """Output padding, now and then one too much."""
    return tuple(
        draw.randint(0, max(s, d) - (draw.random() < 0.93))
        for s, d in zip(stride, dilation, strict=True)
    )
