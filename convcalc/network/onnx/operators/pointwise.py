"""What is done to each element, alone or with others in the same place."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from convcalc.network.onnx.call import Call
from convcalc.network.onnx.constants import shortest
from convcalc.network.onnx.layout import viewed
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.shapes import broadcast
from convcalc.network.onnx.values import Active, Constant
from convcalc.ops import OPS, Add, Elu, Hardtanh, LeakyRelu, Mul, PRelu, Scale
from convcalc.ops.op import Op

_SAME = 1e-6  # in floats of 32 bits
_PER_AXIS = 13  # from this opset on, softmax is along one axis; before, along all from one on


def activation(name: str, **usual: float) -> Callable[[Call], Active]:
    """An activation of ours that takes no arguments: those of ONNX are the `usual` ones."""

    def translate(call: Call) -> Active:
        x = call.active()
        given = [abs(call.attribute(one, float, value) - value) for one, value in usual.items()]
        if max(given, default=0.0) > _SAME:
            return call.as_function(OPS[name](), x, x.dims, ())
        return call.like(OPS[name](), x)

    return translate


def leaky_relu(call: Call) -> Active:
    """LeakyRelu."""
    slope = call.real("alpha", 0.01)
    return call.like(LeakyRelu(negative_slope=slope), call.active())


def elu(call: Call) -> Active:
    """Elu."""
    return call.like(Elu(alpha=call.real("alpha", 1.0)), call.active())


def hard_sigmoid(call: Call) -> Active:
    """HardSigmoid; that of PyTorch has a slope of 1/6."""
    slope, shift = call.attribute("alpha", float, 0.2), call.attribute("beta", float, 0.5)
    if abs(slope - 1 / 6) < _SAME and abs(shift - 1 / 2) < _SAME:
        return call.like(OPS["hardsigmoid"](), call.active())
    return elementwise(call)


def gelu(call: Call) -> Active:
    """Gelu, in its exact form or by tanh."""
    exact = call.word("approximate", "none") == "none"
    return call.like(OPS["gelu"](), call.active()) if exact else elementwise(call)


def clip(call: Call) -> Active:
    """Clip; from 0 to 6 it is relu6."""
    low, high = [_bound(call, name, at) for name, at in (("min", 1), ("max", 2))]
    if (low, high) == (0, 6):
        return call.like(OPS["relu6"](), call.active())
    if low is not None and high is not None:
        return call.like(Hardtanh(min_val=low, max_val=high), call.active())
    unbounded = call.given(2) is None and high is None
    return call.like(OPS["relu"](), call.active()) if low == 0 and unbounded else elementwise(call)


def _bound(call: Call, name: str, at: int) -> float | None:
    found = call.given(at)
    if found is None:
        return call.real(name, 0.0) if name in call.node.attributes else None
    numbers = found.numbers if isinstance(found, Constant) else None
    return None if numbers is None or len(numbers.values) != 1 else shortest(float(numbers.only))


def prelu(call: Call) -> Active:
    """PRelu: (x, slopes), one of them or one a channel."""
    x, slopes = call.active(), call.weight(1)
    axis = len(x.dims) - len(slopes.dims)
    by_channel = slopes.size == x.dims[1] == (slopes.dims or (0,))[0] and axis == 1
    if slopes.size == 1 or (by_channel and x.order[1] == 0):
        return call.like(PRelu(num_parameters=slopes.size), x, slopes)
    return elementwise(call)


def softmax(name: str) -> Callable[[Call], Active]:
    """Along channels it is ours."""

    def translate(call: Call) -> Active:
        x = call.active()
        default = -1 if call.opset >= _PER_AXIS else 1
        axis = call.number("axis", default) % len(x.dims)
        if x.order[axis] == 0 and call.opset < _PER_AXIS and prod(x.dims[axis + 1 :]) > 1:
            return call.as_function(OPS[name](), x, x.dims, ())  # over all that comes after
        if x.order[axis] == 0:
            return call.like(OPS[name](), x)
        return call.movement(x.dims, (call.graph.shape(x.tensor), x.order))

    return translate


def add(call: Call) -> Active:
    """Add and Sum: of tensors of one shape; the bias of a product was counted with it."""
    if call.graph.passed_by(call.node):
        return call.tensors[0]
    return _joined(call, Add())


def mul(call: Call) -> Active:
    """Mul: of tensors of one shape, or with one number a channel, which may be learned."""
    if len(call.tensors) == 1 and len(call.constants) == 1:
        x, factors = call.tensors[0], call.constants[0]
        if factors.sources and factors.size > 1 and _by_channel(call, x, factors.dims):
            return call.like(Scale(), x, factors)
    return _joined(call, Mul())


def _joined(call: Call, spec: Op) -> Active:
    x = max(call.tensors, key=lambda one: prod(one.dims), default=None)
    if x is None or len(call.tensors) < len(call.inputs):
        return elementwise(call)
    tensors = [_beside(call, x, one, spec) for one in call.tensors]
    if None in tensors:
        return elementwise(call)
    return Active(x.dims, call.add(spec, *[one for one in tensors if one is not None]), x.order)


def _beside(call: Call, x: Active, other: Active, spec: Op) -> int | None:
    """A tensor as it goes with the largest: if it lies alike, or is one number a channel of it."""
    shape, its = call.graph.shape(x.tensor), call.graph.shape(other.tensor)
    if (x.dims, shape) == (other.dims, its) and _alike(x, other):
        return other.tensor
    if isinstance(spec, Mul) and len(shape) > 1 and _by_channel(call, x, other.dims):
        return viewed(call, other.tensor, (shape[0], *[1] * (len(shape) - 1)))
    return None


def _alike(x: Active, other: Active) -> bool:
    """Whether all axes that are longer than 1 lie alike."""
    pairs = zip(x.dims, x.order, other.order, strict=True)
    return all(size == 1 or one == another for size, one, another in pairs)


def _by_channel(call: Call, x: Active, dims: Dims) -> bool:
    """Whether dims hold one number for each of the channels of a tensor."""
    behind = len(x.dims) - len(dims)
    long = [axis + behind for axis, size in enumerate(dims) if size > 1]
    channels = call.graph.shape(x.tensor)[0]
    return behind >= 0 and len(long) == 1 and x.order[long[0]] == 0 and prod(dims) == channels


def elementwise(call: Call) -> Active:
    """Any other function: in bytes."""
    dims = broadcast(*[one.dims for one in call.tensors], *[one.dims for one in call.constants])
    like = next((one for one in call.tensors if one.dims == dims), None)
    return call.elementwise(dims, like)


def like_first(call: Call) -> Active | Constant:
    """A function of each element, with arguments that may have any shape."""
    first = call.given(0)
    if isinstance(first, Constant):  # a number in the type of what runs
        return first
    x = call.active()
    return call.elementwise(x.dims, x)


def same(call: Call) -> Active:
    """Nothing is done."""
    return call.active()
