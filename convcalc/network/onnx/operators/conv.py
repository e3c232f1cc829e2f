"""Convolutions, plain, transposed and in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from convcalc.network.onnx.call import Call, Laid, NotCountedError
from convcalc.network.onnx.layout import arranged
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.operands import read
from convcalc.network.onnx.running import Running
from convcalc.network.onnx.shapes import said
from convcalc.network.onnx.values import NOT_OURS, Active, Constant, Value
from convcalc.ops import Conv, ConvTranspose
from convcalc.ops.general import Product
from convcalc.ops.windowed import MAX_AXES

Pairs = tuple[tuple[int, int], ...]
SAME = {"SAME_UPPER": "same", "SAME_LOWER": "same_lower"}


def conv(call: Call) -> Active:
    """Conv: (x, weight, bias); both may be other tensors, and then they are not learned."""
    weight, bias = call.given(1), call.given(2)
    if isinstance(weight, Active) or isinstance(bias, Active):
        return _product(
            call, Constant(weight.dims) if isinstance(weight, Active) else call.weight(1)
        )
    return _conv(call, call.weight(1), bias)


def deform_conv(call: Call) -> Active:
    """DeformConv: (x, weight, offsets, bias, mask); a convolution of what lies between elements."""
    return _product(call, call.weight(1))


def _product(call: Call, weight: Constant) -> Active:
    """The sizes and products of a convolution that is none of ours."""
    spec, window = convolution(call, weight, bias=False)
    x = window.tensor()
    shape = spec.resolved(call.graph.shape(x)).output(call.graph.shape(x))
    run = call.running(*window.laid(shape))
    product = Product.trusted(
        function=call.node.op, shape=shape, learned=run.learned, inner=prod(weight.dims[1:])
    )
    others = [one.tensor for one in call.tensors[1:]]
    seen = window.given(x, run)
    made = call.graph.add(call, product, x, *others, weights=run.weights, run=seen)
    return window.seen(made)


def _conv(call: Call, weight: Constant, bias: Value | None) -> Active:
    added = bias if isinstance(bias, Constant) else None
    spec, window = convolution(call, weight, bias=added is not None)
    return window.applied(spec, weight, added)


def convolution(call: Call, weight: Constant, *, bias: bool) -> tuple[Conv, Window]:
    """A convolution of ours, and where it slides."""
    x, window = call.active(), Window(call, weight)
    groups = call.number("group", 1)
    if x.dims[1] != weight.dims[1] * groups:
        said_of = f"its weight {said(weight.dims)} in {groups} groups"
        raise NotCountedError(f"{said_of} does not fit {x.dims[1]} channels")
    spec = Conv(
        out_channels=weight.dims[0],
        kernel_size=window.kernel,
        stride=window.strides,
        dilation=window.dilations,
        padding=window.padding,
        groups=groups,
        bias=bias,
    )
    return spec, window


class Window:
    """The window of an operator; several samples of one model input are an axis more.

    So a batch that a model makes of frames or of tiles is an axis along which the kernel is 1.
    """

    def __init__(self, call: Call, weight: Constant | None = None) -> None:
        self._call, self._x = call, call.active()
        dims = self._x.dims
        rank = len(dims) - 2
        self.extra = dims[0] != 1
        if not 1 <= rank + self.extra <= MAX_AXES:
            raise NotCountedError(f"its input {said(dims)} has too few or too many axes")
        kernel = call.numbers("kernel_shape") or (weight.dims[2:] if weight else ())
        if weight is not None and weight.dims[2:] != kernel:
            raise NotCountedError(f"its weight {said(weight.dims)} has no kernel {said(kernel)}")
        self.kernel = self._each(kernel, 1)
        self.strides = self._each(call.numbers("strides"), 1)
        self.dilations = self._each(call.numbers("dilations"), 1)
        self.padding = self._padding(rank)

    def _each(self, values: Sequence[int], default: int) -> Dims:
        """One value for each of our axes."""
        rank = len(self._x.dims) - 2
        if values and len(values) != rank:
            raise NotCountedError(f"it has {len(values)} values for {rank} axes")
        return (default,) * self.extra + tuple(values or (default,) * rank)

    def _padding(self, rank: int) -> object:
        """Zeros before all axes come first in the list, then those after."""
        word = self._call.word("auto_pad", "NOTSET")
        if word in SAME:
            return SAME[word]
        pads = () if word == "VALID" else self._call.numbers("pads")
        pads = pads or (0,) * 2 * rank
        if len(pads) != 2 * rank or min(pads) < 0:
            raise NotCountedError(f"its pads are {list(pads)}")
        return ((0, 0),) * self.extra + tuple(zip(pads[:rank], pads[rank:], strict=True))

    def tensor(self) -> int:
        """The input, channels first."""
        axes = range(2, len(self._x.dims))
        return arranged(self._call, self._x, (1, *([0] if self.extra else []), *axes))

    def applied(
        self, spec: Conv | ConvTranspose, weight: Constant, bias: Constant | None
    ) -> Active:
        """What an operator of ours makes of it."""
        return self.seen(self._call.add(spec, self.tensor(), weights=(weight, bias)))

    def seen(self, tensor: int) -> Active:
        """A tensor of ours in the order of the model."""
        dims, (_, order) = self.laid(self._call.graph.shape(tensor))
        return Active(dims, tensor, order)

    def laid(self, shape: Dims) -> tuple[Dims, Laid]:
        """The dims of a shape of ours in the model, and how it lies there."""
        if self.extra:
            return (shape[1], shape[0], *shape[2:]), (shape, (1, 0, *range(2, len(shape))))
        return (1, *shape), (shape, (NOT_OURS, *range(len(shape))))

    def given(self, tensor: int, run: Running) -> Running:
        """A function of which the first input is the tensor, channels first."""
        first = read(self._call.graph.shape, self.seen(tensor))
        return run._replace(operands=(first, *run.operands[1:]))


def conv_transpose(call: Call) -> Active:
    """ConvTranspose: (x, weight, bias); the weight has input channels first."""
    x, weight = call.active(), call.weight(1)
    window, groups = Window(call, weight), call.number("group", 1)
    if x.dims[1] != weight.dims[0]:
        raise NotCountedError(f"its weight {said(weight.dims)} does not fit {x.dims[1]} channels")
    extras = window._each(call.numbers("output_padding"), 0)  # noqa: SLF001 — one family
    padding, extras = _cut(call, window, extras)
    bias = call.given(2)
    spec = ConvTranspose(
        out_channels=weight.dims[1] * groups,
        kernel_size=window.kernel,
        stride=window.strides,
        dilation=window.dilations,
        padding=padding,
        output_padding=extras,
        groups=groups,
        bias=isinstance(bias, Constant),
    )
    return window.applied(spec, weight, bias if isinstance(bias, Constant) else None)


def _cut(call: Call, window: Window, extras: Dims) -> tuple[object, Dims]:
    """What is cut off, so that the output gets the shape that is asked for.

    Source: the operator's own text: total padding = stride·(in − 1) + output_padding + effective
    kernel − output shape; SAME_UPPER puts the odd element after, all else before.
    """
    asked = call.numbers("output_shape")
    word = call.word("auto_pad", "NOTSET")
    sizes = call.active().dims[2:]
    if not asked and word in SAME:
        strides = window.strides[window.extra :]
        asked = tuple([size * step for size, step in zip(sizes, strides, strict=True)])
    if not asked:
        return window.padding, extras
    pairs, more = [(0, 0)] * window.extra, [0] * window.extra
    for at, wanted in enumerate(asked[-len(sizes) :], start=window.extra):
        effective = window.dilations[at] * (window.kernel[at] - 1) + 1
        full = window.strides[at] * (sizes[at - window.extra] - 1) + extras[at] + effective
        total = full - wanted
        half = max(total, 0) // 2
        odd = max(total, 0) - half
        pairs.append((half, odd) if word == "SAME_UPPER" else (odd, half))
        # An output that is larger than all that the kernel reaches ends in bias alone.
        more.append(extras[at] + max(-total, 0))
    return tuple(pairs), tuple(more)
