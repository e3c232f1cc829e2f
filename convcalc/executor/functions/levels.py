"""Numbers as levels of a scale, and back: QuantizeLinear, DequantizeLinear and their kin.

A scale is one for all, one for each place of an axis, or one for each block along it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.element_types import WHOLE, cast, limits
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape

_UINT8 = 2


def _spread(call: Call, numbers: AnyArray) -> AnyArray:
    """One for each element, or what is spread so."""
    if numbers.size == 1:
        return numbers.reshape(())
    dims, axis, block = call.dims(), call.axis(1), call.attribute("block_size", 0)
    if block:
        return np.take(np.repeat(numbers, block, axis), range(dims[axis]), axis)
    return numbers.reshape([-1 if at == axis else 1 for at in range(len(dims))])


def _one(call: Call, numbers: AnyArray, index: Shape) -> float:
    """That of one element."""
    if numbers.size == 1:
        return float(numbers.reshape(-1)[0])
    axis, block = call.axis(1), call.attribute("block_size", 0)
    if not block:
        return float(numbers[index[axis]])
    return float(numbers[(*index[:axis], index[axis] // block, *index[axis + 1 :])])


def _zero(arrays: Arrays) -> AnyArray:
    """The level of 0."""
    found = arrays[2] if len(arrays) > 2 else None  # noqa: PLR2004 — the third
    return np.zeros(()) if found is None else np.asarray(found)


def _type(call: Call) -> int:
    return call.attribute("output_dtype", 0) or call.dtype(2) or _UINT8


def _quantize(call: Call, arrays: Arrays) -> AnyArray:
    x, scale = [np.asarray(one, np.float32) for one in arrays[:2]]
    levels, to = x / _spread(call, scale), _type(call)
    if to not in WHOLE:
        return cast(levels, to, saturate=bool(call.attribute("saturate", 1)))
    found = np.rint(levels) + _spread(call, _zero(arrays)).astype(np.float32)
    return np.asarray(np.clip(found, *limits(to)), WHOLE[to])


def _quantize_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """In float32, as the levels are: a number halfway between two goes to the same."""
    x, scale = first(arrays), _one(call, np.asarray(arrays[1]), index)
    level, to = float(np.float32(x[index]) / np.float32(scale)), _type(call)
    if to not in WHOLE:
        found = cast(np.asarray(level), to, saturate=bool(call.attribute("saturate", 1)))
        return total([float(found)])
    low, high = limits(to)
    return total([min(max(round(level) + _one(call, _zero(arrays), index), low), high)])


def _dequantize(call: Call, arrays: Arrays) -> AnyArray:
    levels = first(arrays).astype(np.float32)
    zero = _zero(arrays)
    if zero.any():
        levels -= _spread(call, zero).astype(np.float32)
    return levels * _spread(call, np.asarray(arrays[1], np.float32))


def _dequantize_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    level = float(first(arrays)[index]) - _one(call, _zero(arrays), index)
    return total([level * _one(call, np.asarray(arrays[1]), index)])


def _range(arrays: Arrays) -> tuple[np.float32, float]:
    """The scale and the level of 0 of all elements in 8 bits, so that 0 is a level.

    Source: DynamicQuantizeLinear, the operator's own text.
    """
    x = first(arrays)
    low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
    scale = np.float32((np.float32(high) - np.float32(low)) / np.float32(255))
    zero = float(np.rint(np.clip(-low / scale, 0, 255))) if scale else 0.0
    return scale, zero


def rounded(x: AnyArray) -> AnyArray:
    """Numbers after they were levels of 8 bits, as a quantized product reads them."""
    scale, zero = _range([x])
    if not scale:
        return x
    levels = np.clip(np.rint(x / scale) + np.float32(zero), 0, 255)
    return np.asarray((levels - np.float32(zero)) * scale)


def _dynamic(call: Call, arrays: Arrays) -> AnyArray:
    scale, zero = _range(arrays)
    if call.output:
        return np.asarray(scale if call.output == 1 else zero)
    levels = np.rint(first(arrays) / scale) + np.float32(zero)
    return _kept(call, np.clip(levels, 0, 255).astype(np.uint8), scale, zero)


def _kept(call: Call, levels: AnyArray, scale: np.float32, zero: float) -> AnyArray:
    """As what levels are kept for those who read them: as they are, less that of 0, or scaled."""
    kept = call.attribute("kept", "levels")
    if kept == "levels":
        return levels
    centred = levels - np.float32(zero)
    return np.asarray(centred if kept == "centred" else centred * scale)


def _dynamic_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    scale, zero = _range(arrays)
    if call.output:
        return total([float(scale if call.output == 1 else zero)])
    level = round(float(np.float32(first(arrays)[index]) / scale)) + zero
    within = np.asarray(min(max(level, 0.0), 255.0))
    return total([float(_kept(call, within, scale, zero))])


LEVELS: Mapping[str, Function] = {
    "QuantizeLinear": Function(
        lambda call: call.dims(),
        lambda call, arrays, _: _quantize(call, arrays),
        _quantize_element,
        room=2,
    ),
    "DequantizeLinear": Function(
        lambda call: call.dims(),
        lambda call, arrays, _: _dequantize(call, arrays),
        _dequantize_element,
    ),
    "DynamicQuantizeLinear": Function(
        lambda call: () if call.output else call.dims(),
        lambda call, arrays, _: _dynamic(call, arrays),
        _dynamic_element,
    ),
}
