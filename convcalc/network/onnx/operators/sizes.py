"""Shape and Size: numbers that are known before a model runs."""

from __future__ import annotations

from math import prod

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.constants import constant_numbers
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.values import Active, Constant


def shape(call: Call) -> Constant:
    """The dims of its input, or a run of them."""
    dims = _dims(call)
    start, end = call.number("start"), call.number("end", len(dims))
    return Constant.known(constant_numbers(dims[start:end]))


def size(call: Call) -> Constant:
    """How many elements its input has."""
    return Constant.known(constant_numbers(prod(_dims(call))))


def _dims(call: Call) -> Dims:
    found = call.given(0)
    if isinstance(found, Active | Constant):
        return found.dims
    raise NotCountedError("its input is not known")
