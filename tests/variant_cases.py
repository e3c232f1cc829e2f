"""Random cases of every named convolution: its arguments as they are written, and its input."""

from dataclasses import dataclass

import drawing
import op_cases
from hypothesis import strategies as st
from naive_padding import spread

from convcalc.variants import VARIANTS


@dataclass(frozen=True)
class Case:
    """One named convolution with the shape that it reads."""

    variant: str
    arguments: dict
    shape: tuple
    batch: int = 1

    def spec(self):
        return VARIANTS[self.variant](**self.arguments)

    def cost(self):
        return self.spec().cost(self.shape, batch=self.batch)


def of_op(variant, cases):
    """The variants that are one operator take its cases."""
    return cases.map(lambda one: Case(variant, one.arguments, one.inputs[0], one.batch))


@st.composite
def slid(draw, *, scale=None):
    """The arguments of a window that fits, and the sizes of the input."""
    rank = draw(drawing.RANKS)
    found = draw(drawing.window_lists(rank))
    padding = draw(drawing.paddings(rank, op_cases.CONV_WORDS))
    larger = draw(drawing.STEPS | st.tuples(*[drawing.STEPS] * rank)) if scale else 1
    fits = drawing.a_window_fits(found, padding)
    factors = spread(larger, rank)
    sizes = draw(drawing.sizes(rank, lambda axis, size: fits(axis, size * factors[axis])))
    arguments = {**drawing.written(found), "padding": padding}
    return (arguments | {"scale": larger} if scale else arguments), sizes


@st.composite
def depthwise(draw):
    arguments, sizes = draw(slid())
    more = {"multiplier": draw(drawing.STEPS), "bias": draw(st.booleans())}
    shape = (draw(st.integers(1, 4)), *sizes)
    return Case("depthwise", arguments | more, shape, draw(drawing.BATCHES))


@st.composite
def pointwise(draw):
    rank = draw(drawing.RANKS)
    groups, channels, out = draw(drawing.channels())
    arguments = {
        "out_channels": out,
        "stride": draw(drawing.STEPS | st.tuples(*[drawing.STEPS] * rank)),
        "groups": groups,
        "bias": draw(st.booleans()),
    }
    shape = (channels, *draw(drawing.sizes(rank)))
    return Case("pointwise", arguments, shape, draw(drawing.BATCHES))


@st.composite
def depthwise_separable(draw):
    arguments, sizes = draw(slid())
    more = {"out_channels": draw(drawing.STEPS), "bias": draw(st.booleans())}
    shape = (draw(st.integers(1, 4)), *sizes)
    return Case("depthwise_separable", arguments | more, shape, draw(drawing.BATCHES))


@st.composite
def spatially_separable(draw):
    arguments, sizes = draw(slid())
    more = {
        "out_channels": draw(drawing.STEPS),
        "mid": draw(st.none() | drawing.STEPS),
        "bias": draw(st.booleans()),
    }
    shape = (draw(drawing.STEPS), *sizes)
    return Case("spatially_separable", arguments | more, shape, draw(drawing.BATCHES))


@st.composite
def shuffled_grouped(draw):
    arguments, sizes = draw(slid())
    groups, channels, out = draw(drawing.channels())
    more = {"out_channels": out, "groups": groups, "bias": draw(st.booleans())}
    return Case("shuffled_grouped", arguments | more, (channels, *sizes), draw(drawing.BATCHES))


@st.composite
def resize_conv(draw):
    arguments, sizes = draw(slid(scale=True))
    groups, channels, out = draw(drawing.channels())
    more = {
        "out_channels": out,
        "groups": groups,
        "bias": draw(st.booleans()),
        "mode": draw(st.sampled_from(op_cases.MODES)),
    }
    return Case("resize_conv", arguments | more, (channels, *sizes), draw(drawing.BATCHES))


# Channels in, inside and out that the groups of a style divide; None is the default.
@st.composite
def resnet(draw, *, strided):
    del strided
    mid = draw(st.none() | drawing.STEPS)
    out = draw(drawing.STEPS) * (1 if mid else 4)
    return draw(drawing.STEPS), mid, out, draw(st.sampled_from([None, 1]))


@st.composite
def resnext(draw, *, strided):
    del strided
    if draw(st.integers(0, 5)) == 0:
        return draw(drawing.STEPS), None, 64, None  # 32 inside in 32 groups
    groups, mid, _ = draw(drawing.channels())
    return draw(drawing.STEPS), mid, draw(st.integers(1, 6)), groups


@st.composite
def shufflenet(draw, *, strided):
    groups, channels, mid = draw(drawing.channels())
    grown = groups * draw(drawing.FEW)
    out = channels + grown if strided else grown
    return channels, mid, out, (None if groups == 3 else groups)


STYLES = {"resnet": resnet, "resnext": resnext, "shufflenet": shufflenet}


@st.composite
def bottleneck(draw):
    """Odd kernels only: an even one loses an element, and the branches would differ."""
    rank = draw(drawing.RANKS)
    style = draw(st.sampled_from(sorted(STYLES)))
    stride = draw(st.just(1) | drawing.STEPS | st.tuples(*[drawing.STEPS] * rank))
    strided = max(spread(stride, rank)) > 1
    channels, mid, out, groups = draw(STYLES[style](strided=strided))
    odd = st.sampled_from([1, 3, 5][: 4 - rank])
    arguments = {
        "out_channels": out,
        "style": style,
        "mid": mid,
        "kernel_size": draw(odd | st.tuples(*[odd] * rank)),
        "stride": stride,
        "groups": groups,
    }
    shape = (channels, *draw(drawing.sizes(rank)))
    return Case("bottleneck", arguments, shape, draw(drawing.BATCHES))


CASES = {
    "conv": of_op("conv", op_cases.conv()),
    "conv_transpose": of_op("conv_transpose", op_cases.conv_transpose()),
    "depthwise": depthwise(),
    "pointwise": pointwise(),
    "depthwise_separable": depthwise_separable(),
    "spatially_separable": spatially_separable(),
    "shuffled_grouped": shuffled_grouped(),
    "bottleneck": bottleneck(),
    "resize_conv": resize_conv(),
}
