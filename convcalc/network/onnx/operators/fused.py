"""What ONNX Runtime has made one operator of: the same as before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.operators import pointwise
from convcalc.network.onnx.operators.conv import conv
from convcalc.network.onnx.operators.linear import gemm
from convcalc.network.onnx.operators.norm import layer_norm
from convcalc.network.onnx.values import Active, Unknown, Value

_ACTIVATIONS: Mapping[str, Callable[[Call], Active]] = {
    "Relu": pointwise.activation("relu"),
    "Sigmoid": pointwise.activation("sigmoid"),
    "Tanh": pointwise.activation("tanh"),
    "LeakyRelu": pointwise.leaky_relu,
    "Clip": pointwise.clip,
    "HardSigmoid": pointwise.hard_sigmoid,
}
_PARAMS: Mapping[str, tuple[str, ...]] = {"Clip": ("min", "max")}


def fused_conv(call: Call) -> Active:
    """FusedConv: (x, weight, bias, what is added before the activation)."""
    made, added = conv(replace(call, inputs=call.inputs[:3])), call.given(3)
    if added:
        made = pointwise.add(_as(call, "Add", made, added))
    return _activated(call, made, call.attribute("activation_params", tuple, ()))


def fused_matmul(call: Call) -> Active:
    """FusedMatMul: alpha · a · b, of which the first axis is that of the rows if it is said."""
    turned = [_rows_last(one) if call.number(name) else one for one, name in
              zip(call.inputs, ("transBatchA", "transBatchB"), strict=True)]  # fmt: skip
    return gemm(replace(call, inputs=tuple(turned)))


def _rows_last(x: Value | None) -> Value | None:
    """Rows before leading axes are put behind them."""
    if not isinstance(x, Active):
        raise NotCountedError("its rows are before leading axes of what is stored")
    last = len(x.dims) - 1
    dims, order = [tuple([one[axis] for axis in (*range(1, last), 0, last)])
                   for one in (x.dims, x.order)]  # fmt: skip
    return replace(x, dims=dims, order=order)


def fused_gemm(call: Call) -> Active:
    """FusedGemm: (a, b, bias)."""
    params = [call.attribute(f"activation_{one}", float, 0.0) for one in ("alpha", "beta")]
    return _activated(call, gemm(call), params)


def skip_layer_norm(call: Call) -> tuple[Value, ...]:
    """SkipLayerNormalization: (x, what skips a layer, scale, shift, bias); the sum is an output."""
    x, skip, bias = call.active(), call.given(1), call.given(4)
    total = pointwise.add(_as(call, "Add", x, skip)) if skip else x
    total = pointwise.add(_as(call, "Add", total, bias)) if bias else total
    epsilon = call.attribute("epsilon", float, 1e-12)
    made = layer_norm(_as(call, "LayerNormalization", total, *call.inputs[2:4], epsilon=epsilon))
    rest = [Unknown(call.node.op)] * 2
    return made, *rest, total


def _activated(call: Call, x: Active, params: Sequence[object]) -> Active:
    word = call.word("activation")
    if not word:
        return x
    if word not in _ACTIVATIONS:
        raise NotCountedError(f"its activation {word} is not known")
    names = _PARAMS.get(word, ("alpha", "beta"))
    told = {name: one for name, one in zip(names, params, strict=False) if isinstance(one, float)}
    return _ACTIVATIONS[word](_as(call, word, x, **told))


def _as(call: Call, op: str, *inputs: Value | None, **attributes: float) -> Call:
    """Another operator in its place."""
    node = replace(call.node, op=op, domain="", attributes=attributes)
    return replace(call, node=node, inputs=inputs)
