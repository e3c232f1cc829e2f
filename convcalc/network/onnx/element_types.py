"""Of which type what an operator writes is, as ONNX numbers its types: whole numbers stay whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from convcalc.network.onnx.call import Call
from convcalc.network.onnx.model import Tensor
from convcalc.network.onnx.values import Unknown, Value

_FLOAT, _UINT8, _INT32, _INT64, _BOOL = 1, 2, 6, 7, 9
_Rule: TypeAlias = Callable[[Call, int], int]  # the type of that output; 0 where it is not known


def typed(call: Call, outputs: Sequence[Value]) -> tuple[Value, ...]:
    """What an operator writes, with its type where that is known."""
    rule = _RULES.get(call.node.op, _of(0))
    return tuple([_with(one, rule(call, at)) for at, one in enumerate(outputs)])


def _with(value: Value, dtype: int) -> Value:
    if isinstance(value, Unknown) or dtype in (0, value.dtype):
        return value
    return replace(value, dtype=dtype)


def _of(at: int) -> _Rule:
    """The type of that input."""
    return lambda call, _: _type(call, at)


def _type(call: Call, at: int) -> int:
    found = call.given(at)
    return 0 if found is None or isinstance(found, Unknown) else found.dtype


def _always(*dtypes: int) -> _Rule:
    """One type for each output; 0 is that of the first input."""
    return lambda call, at: dtypes[min(at, len(dtypes) - 1)] or _type(call, 0)


def _said(name: str, otherwise: _Rule) -> _Rule:
    """The type that an attribute says."""
    return lambda call, at: call.number(name) or otherwise(call, at)


def _quantized(call: Call, at: int) -> int:
    del at
    return _type(call, 2) or _UINT8


def _filled(call: Call, at: int) -> int:
    del at
    value = call.node.attributes.get("value")
    return value.dtype if isinstance(value, Tensor) else _FLOAT


_PLACES = ("ArgMax", "ArgMin", "NonZero", "Shape", "Size", "NonMaxSuppression")
_ANSWERS = (
    "And", "Or", "Xor", "Not", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual",
    "IsNaN", "IsInf",
)  # fmt: skip
_RULES: Mapping[str, _Rule] = {
    **dict.fromkeys(_PLACES, _always(_INT64)),
    **dict.fromkeys(_ANSWERS, _always(_BOOL)),
    **dict.fromkeys(("TopK", "MaxPool", "Unique"), _always(0, _INT64)),
    **dict.fromkeys(("MatMulInteger", "ConvInteger"), _always(_INT32)),
    **dict.fromkeys(("Cast", "BitCast"), _said("to", _always(_FLOAT))),
    **dict.fromkeys(("CastLike", "Where"), _of(1)),
    "Dropout": _always(0, _BOOL),
    "EyeLike": _said("dtype", _of(0)),
    "OneHot": _of(2),
    "Constant": lambda *_: 0,
    "ConstantOfShape": _filled,
    "QuantizeLinear": _said("output_dtype", _quantized),
    "DequantizeLinear": _said("output_dtype", _of(1)),
    "DynamicQuantizeLinear": _always(_UINT8, _FLOAT, _UINT8),
}
