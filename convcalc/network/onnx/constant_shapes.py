"""Operators that read constants only: in numbers where they are few, else their shapes."""

from __future__ import annotations

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.model import Tensor
from convcalc.network.onnx.shapes import REARRANGED, axis_of, broadcast, joined, split_sizes
from convcalc.network.onnx.values import Constant, Value

_KEEP = {"Cast", "Identity", "CastLike", "DequantizeLinear", "QuantizeLinear", "Dropout"}
_LIST_TYPES = {"value_ints": 7, "value_floats": 1, "value_int": 7, "value_float": 1}


def constant_shapes(call: Call) -> tuple[Value, ...] | None:
    """The outputs as constants; none where it is no such operator."""
    op = call.node.op
    if op == "Constant":
        return (_constant(call),)
    if not call.inputs:
        return None
    if op == "DequantizeLinear" and isinstance(call.inputs[0], Constant):
        return (_dequantized(call.inputs[0]),)
    from convcalc.network.onnx.fold import folded  # noqa: PLC0415 — it loads NumPy

    return folded(call) or _shaped(call)


def _dequantized(x: Constant) -> Constant:
    """Trained numbers, kept in fewer bits."""
    sources = (x.stored,) if x.stored is not None else x.sources
    return Constant(x.dims, sources=sources)


def _shaped(call: Call) -> tuple[Value, ...] | None:
    first = call.inputs[0]
    if not isinstance(first, Constant):
        return None
    op, sources = call.node.op, tuple([one for each in call.constants for one in each.sources])
    if op in _KEEP:
        return (Constant(first.dims, first.stored if op == "Identity" else None, None, sources),)
    if op in REARRANGED:
        return (Constant(REARRANGED[op](call, first.dims), sources=sources),)
    if op == "Concat":
        axis = axis_of(call, first.dims)
        return (Constant(joined(axis, [one.dims for one in call.constants]), sources=sources),)
    if op == "Split":
        axis = axis_of(call, first.dims)
        parts = split_sizes(call, first.dims[axis])
        before, after = first.dims[:axis], first.dims[axis + 1 :]
        return tuple([Constant((*before, one, *after), sources=sources) for one in parts])
    if op == "ConstantOfShape":
        return (Constant(tuple(call.list("", 0) or ())),)
    return (Constant(broadcast(*[one.dims for one in call.constants]), sources=sources),)


def _constant(call: Call) -> Constant:
    """A tensor that stands in the node itself: written down, not trained, if it is a number."""
    for name, value in call.node.attributes.items():
        if isinstance(value, Tensor):
            return Constant.of(value)
        if name in _LIST_TYPES and isinstance(value, int | float | tuple):
            return _listed(value)
    raise NotCountedError("it holds no numbers")


def _listed(value: object) -> Constant:
    import numpy as np  # noqa: PLC0415 — few models write constants so

    made = np.asarray(value)
    return Constant(made.shape, made=made)
