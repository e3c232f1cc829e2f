"""Operators on levels of a scale: products, pools, what is joined, and functions of elements."""

from __future__ import annotations

from dataclasses import replace

from convcalc.network.onnx.call import Call
from convcalc.network.onnx.layout import arranged, laid_alike
from convcalc.network.onnx.operators.conv import convolution
from convcalc.network.onnx.operators.linear import by_feature, dense, flipped, is_dense, product
from convcalc.network.onnx.operators.pool import average
from convcalc.network.onnx.operators.quantized import as_levels, settled
from convcalc.network.onnx.shapes import axis_of, broadcast, joined
from convcalc.network.onnx.values import NOT_OURS, Active, Constant, Value
from convcalc.ops import Concat, GlobalAvgPool
from convcalc.ops.op import Op


def conv_integer(call: Call) -> Active:
    """ConvInteger: (x, weight, their zero points)."""
    return _convolved(settled(call), call.weight(1), None)


def qlinear_conv(call: Call) -> Active:
    """QLinearConv: (x, scale, zero, weight, scale, zero, scale, zero, bias)."""
    bias = call.given(8)
    return _convolved(call, call.weight(3), bias if isinstance(bias, Constant) else None)


def _convolved(call: Call, weight: Constant, bias: Constant | None) -> Active:
    """One of whole numbers."""
    spec, window = convolution(call, weight, bias=bias is not None)
    x = window.tensor()
    shape = spec.resolved(call.graph.shape(x)).output(call.graph.shape(x))
    seen = replace(window.seen(x), dtype=call.active().dtype)
    given = (seen, *call.inputs[1:])
    return window.seen(as_levels(call, spec, given, window.laid(shape), (weight, bias)))


def qlinear_matmul(call: Call) -> Active:
    """QLinearMatMul: (a, scale, zero, b, scale, zero, scale, zero)."""
    return _product(call, 3, 2)


def matmul_integer(call: Call) -> Active:
    """MatMulInteger and MatMulIntegerToFloat: (a, b), then their zero points, or scales first."""
    told = settled(call)
    bias = call.given(6)
    return _product(told, 1, 2 if call.node.op == "MatMulInteger" else 4, bias)


def dynamic_matmul(call: Call) -> Active:
    """DynamicQuantizeMatMul: (a, b, scale of b, zero point of b, bias); a is rounded to levels."""
    return _product(call, 1, None, call.given(4))


def qgemm(call: Call) -> Active:
    """QGemm: (a, scale, zero, b, scale, zero, bias, scale, zero), each turned if said."""
    inputs = list(call.inputs)
    for at, name in ((0, "transA"), (3, "transB")):
        inputs[at] = flipped(inputs[at], flip=bool(call.number(name)))
    return _product(replace(call, inputs=tuple(inputs)), 3, 2, call.given(6))


def _product(call: Call, second: int, zero: int | None, bias: Value | None = None) -> Active:
    """A product of whole numbers; a level of 0 for each row goes with the dims of the model."""
    a, b = call.given(0), call.given(second)
    point = None if zero is None else call.given(zero)
    rows = isinstance(point, Constant) and point.size > 1
    if isinstance(a, Active) and isinstance(b, Constant) and is_dense(a, b) and not rows:
        added = by_feature(bias, b.dims[-1])

        def put(spec: Op, x: Active, features: int) -> int:
            shape = (features, *call.graph.shape(x.tensor)[1:])
            written = (*x.dims[:-1], features), (shape, x.order)
            given = (replace(x, dtype=a.dtype), *call.inputs[1:])
            return as_levels(call, spec, given, written, (b, added))

        return dense(call, a, b, added, put)
    return product(call, a, b, call.inputs)


def avgpool(call: Call) -> Active:
    """QLinearAveragePool: (x, scale, zero, scale, zero)."""
    spec, window = average(call)
    x = window.tensor()
    shape = spec.resolved(call.graph.shape(x)).output(call.graph.shape(x))
    given = (replace(window.seen(x), dtype=call.active().dtype), *call.inputs[1:])
    return window.seen(as_levels(call, spec, given, window.laid(shape)))


def global_avgpool(call: Call) -> Active:
    """QLinearGlobalAveragePool: (x, scale, zero, scale, zero)."""
    x = call.active()
    axes = tuple(range(x.dims[0] == 1, len(x.dims)))
    order = (*[NOT_OURS] * (x.dims[0] == 1), *range(len(axes)))
    seen = Active(x.dims, arranged(call, x, axes), order, x.dtype)
    dims = (*x.dims[:2], *[1] * (len(x.dims) - 2))
    shape = (call.graph.shape(seen.tensor)[0], *[1] * (len(axes) - 1))
    tensor = as_levels(call, GlobalAvgPool(), (seen, *call.inputs[1:]), (dims, (shape, order)))
    return Active(dims, tensor, order)


def concat(call: Call) -> Active:
    """QLinearConcat: (scale, zero), then (x, scale, zero) of each."""
    tensors = [one for one in call.inputs[2::3] if isinstance(one, Active)]
    dims = [one.dims for one in call.inputs[2::3] if isinstance(one, Active | Constant)]
    x, axis = tensors[0], axis_of(call, dims[0])
    whole = joined(axis, dims)
    alike = len({(one.order, len(call.graph.shape(one.tensor))) for one in tensors}) == 1
    if x.order[axis] != 0 or not alike or len(tensors) < len(dims):
        return call.movement(whole, laid_alike(call, x, whole))
    shape = (whole[axis], *call.graph.shape(x.tensor)[1:])
    written = whole, (shape, x.order)
    made = as_levels(call, Concat(), call.inputs, written, tensors=len(tensors))
    return Active(whole, made, x.order)


def elementwise(call: Call) -> Active:
    """QLinearAdd and its kin: (a, scale, zero, b, scale, zero, scale, zero)."""
    dims = [one.dims for one in map(call.given, (0, 3)) if isinstance(one, Active | Constant)]
    full = broadcast(*dims)
    return call.elementwise(full, next((one for one in call.tensors if one.dims == full), None))


def where(call: Call) -> Active:
    """QLinearWhere: (which, a, scale, zero, b, scale, zero, scale, zero)."""
    dims = [one.dims for one in map(call.given, (0, 1, 4)) if isinstance(one, Active | Constant)]
    full = broadcast(*dims)
    return call.elementwise(full, next((one for one in call.tensors if one.dims == full), None))
