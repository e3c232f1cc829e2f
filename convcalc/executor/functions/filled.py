"""Tensors that are made of their shape alone, or of a few numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.element_types import cast
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape

_FLOAT = 1


def _asked(call: Call) -> Shape:
    return call.integers("", 0) or ()


def _value(call: Call) -> AnyArray:
    """The one number, in its type; 0.0 where none is said."""
    return np.asarray(call.attributes.get("value", np.float32(0))).reshape(-1)[:1]


def _filled(call: Call) -> AnyArray:
    return np.broadcast_to(_value(call).reshape(()), _asked(call))


def _numbers(call: Call) -> list[float]:
    """Where a range starts, where it ends, and its step."""
    return [np.asarray(call.given(at)).item() for at in range(3)]


def _counted(call: Call) -> Shape:
    start, end, step = _numbers(call)
    return (max(int(np.ceil((end - start) / step)), 0),)


def _range(call: Call) -> AnyArray:
    start, _, step = [np.asarray(call.given(at)) for at in range(3)]
    return np.asarray(start + np.arange(*_counted(call)).astype(step.dtype) * step, start.dtype)


def _diagonal(call: Call) -> AnyArray:
    rows, columns = call.dims()
    ones = np.eye(rows, columns, call.attribute("k", 0), np.float32)
    return cast(ones, call.attribute("dtype", call.dtype() or _FLOAT))


def _diagonal_element(call: Call, _: Arrays, index: Shape) -> Element:
    row, column = index
    return total([float(column - row == call.attribute("k", 0))])


FILLED: Mapping[str, Function] = {
    "ConstantOfShape": Function(
        _asked,
        lambda call, *_: _filled(call),
        lambda call, *_: total([float(_value(call).item())]),
    ),
    "Range": Function(
        _counted,
        lambda call, *_: _range(call),
        lambda call, _, index: total([_numbers(call)[0], index[0] * _numbers(call)[2]]),
    ),
    "EyeLike": Function(
        lambda call: call.dims(), lambda call, *_: _diagonal(call), _diagonal_element
    ),
}
