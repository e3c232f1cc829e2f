"""Operators that read constants only: in numbers where they are few, else their shapes.

Nothing of it runs for a sample, so nothing of it costs: runtimes compute it when they load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.constants import constant_numbers
from convcalc.network.onnx.fold import folded, range_count
from convcalc.network.onnx.model import Dims, Tensor
from convcalc.network.onnx.shapes import (
    REARRANGED,
    REDUCTIONS,
    axis_of,
    broadcast,
    joined,
    padded_dims,
    reduced_dims,
    said,
    split_sizes,
)
from convcalc.network.onnx.values import Constant, Value

_OF_EVERY = {"Shape", "Size"}  # known of every tensor


def constant_shapes(call: Call) -> tuple[Value, ...] | None:
    """The outputs as constants; none where it is no such operator."""
    op, first = call.node.op, call.given(0)
    if op == "Constant":
        return (_constant(call),)
    if not isinstance(first, Constant) or op in _OF_EVERY:
        return None
    if op == "DequantizeLinear":  # trained, and kept in fewer bits
        sources = (first.stored,) if first.stored else first.sources
        return (Constant(first.dims, None, None, sources, call.computed(first.dims)),)
    if op == "CastLike" and call.weight(1).dtype:
        call = _cast(call, call.weight(1).dtype)
        op = call.node.op
    found = folded(call)
    if found is not None:
        return found
    made = _SHAPES[op](call, first.dims) if op in _SHAPES else _together(call, first.dims)
    dims = made if isinstance(made, list) else [made]
    made_by = [call.computed(one, at) for at, one in enumerate(dims)]
    return tuple([Constant(one.dims, None, None, call.made_of, one) for one in made_by])


def _cast(call: Call, to: int) -> Call:
    """To a type that is known."""
    kept = {name: value for name, value in call.node.attributes.items() if name == "saturate"}
    node = replace(call.node, op="Cast", attributes={**kept, "to": to}, inputs=call.node.inputs[:1])
    return replace(call, node=node, inputs=call.inputs[:1])


def _together(call: Call, _: Dims) -> Dims:
    return broadcast(*[one.dims for one in call.constants])


def _first(_: Call, dims: Dims) -> Dims:
    return dims


def _split(call: Call, dims: Dims) -> list[Dims]:
    axis = axis_of(call, dims)
    parts = split_sizes(call, dims[axis])
    return [(*dims[:axis], one, *dims[axis + 1 :]) for one in parts]


def _matmul(call: Call, a: Dims) -> Dims:
    b = call.weight(1).dims
    if len(a) < 2 or len(b) < 2 or a[-1] != b[-2]:  # noqa: PLR2004 — two matrices
        raise NotCountedError(f"{said(a)} and {said(b)} do not go together")
    return (*broadcast(a[:-2], b[:-2]), a[-2], b[-1])


def _filled(call: Call, _: Dims) -> Dims:
    return tuple(call.integers("", 0) or ())


def _reduced(call: Call, dims: Dims) -> Dims:
    return reduced_dims(call, dims, call.integers("axes", 1))


def _without_axis(call: Call, dims: Dims) -> Dims:
    return reduced_dims(call, dims, [axis_of(call, dims)])


def _gathered_nd(call: Call, dims: Dims) -> Dims:
    indices = call.weight(1).dims
    return (*indices[:-1], *dims[call.number("batch_dims") + indices[-1] :])


def _counted(call: Call, _: Dims) -> Dims:
    return (range_count(*[one.numbers.only for one in call.constants if one.numbers]),)


_FIRST = (
    "Cast", "CastLike", "Identity", "QuantizeLinear", "Dropout", "ScatterND", "ScatterElements",
    "Scatter", "CumSum", "Trilu", "Softmax", "LogSoftmax", "LayerNormalization", "Clip",
    "LeakyRelu", "PRelu", "BatchNormalization", "EyeLike", "CumProd", "Hardmax",
)  # fmt: skip
_SHAPES: Mapping[str, Callable[[Call, Dims], Dims | list[Dims]]] = {
    **REARRANGED,
    **dict.fromkeys(_FIRST, _first),
    **dict.fromkeys(REDUCTIONS, _reduced),
    **dict.fromkeys(("ArgMax", "ArgMin"), _without_axis),
    "Pad": padded_dims,
    "GatherElements": lambda call, _: call.weight(1).dims,
    "GatherND": _gathered_nd,
    "Range": _counted,
    "Concat": lambda call, dims: joined(axis_of(call, dims), [one.dims for one in call.constants]),
    "Split": _split,
    "ConstantOfShape": _filled,
    "MatMul": _matmul,
}


def _constant(call: Call) -> Constant:
    """A tensor that stands in the node itself."""
    for value in call.node.attributes.values():
        if isinstance(value, Tensor):
            return Constant.of(value)
        if isinstance(value, int | float):
            return Constant.known(constant_numbers(value))
        if isinstance(value, tuple):
            numbers = tuple([one for one in value if isinstance(one, int | float)])
            return Constant.known(constant_numbers(numbers))
    raise NotCountedError("it holds no numbers")
