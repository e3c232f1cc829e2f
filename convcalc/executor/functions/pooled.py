"""Pools as ONNX defines them: windows that may begin in padding, end beyond it, or be padding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from math import inf, prod

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.pool_windows import axes, each
from convcalc.executor.layout import Shape


def _dims(call: Call) -> Shape:
    return (*call.dims()[:2], *[axis.windows for axis in axes(call)])


def _taps(call: Call, x: AnyArray, beyond: float) -> Iterator[AnyArray]:
    """For each tap of the window, what is under it in all windows; `beyond` where nothing is."""
    found = axes(call)
    for tap in product(*[range(axis.taps) for axis in found]):
        part = x
        for number, (axis, one) in enumerate(zip(found, tap, strict=True), start=2):
            places = np.arange(axis.windows) * axis.stride + one * axis.dilation - axis.before
            outside = (places < 0) | (places >= axis.size)
            part = part.take(places, number, mode="clip")
            if outside.any():
                part[(slice(None),) * number + (outside,)] = beyond
        yield part


def _counts(call: Call, *, padded: bool) -> AnyArray:
    """How many taps of each window are on elements, or on those and padding; at least one."""
    counts = np.ones(())
    for axis in axes(call):
        low, high = (-axis.before, axis.size + axis.after) if padded else (0, axis.size)
        places = np.arange(axis.windows)[:, None] * axis.stride - axis.before
        places = places + np.arange(axis.taps) * axis.dilation
        counts = counts[..., None] * ((places >= low) & (places < high)).sum(1)
    return np.maximum(counts, 1)


def _padded(call: Call) -> bool:
    return bool(call.attribute("count_include_pad", 0))


def _max(call: Call, arrays: Arrays) -> AnyArray:
    taps = _taps(call, first(arrays), -inf)
    found = next(taps)
    for one in taps:
        np.maximum(found, one, out=found)
    return found


def _mean(call: Call, arrays: Arrays) -> AnyArray:
    x = first(arrays)
    whole = np.zeros(_dims(call), x.dtype)
    for one in _taps(call, x, 0):
        whole += one
    return np.asarray(whole / _counts(call, padded=_padded(call)).astype(x.dtype))


def _power(call: Call) -> float:
    return float(call.attribute("p", 2))


def _length(call: Call, arrays: Arrays) -> AnyArray:
    x, power = first(arrays), np.float32(_power(call))
    whole = np.zeros(_dims(call), x.dtype)
    for one in _taps(call, x, 0):
        whole += np.abs(one) ** power
    return np.asarray(whole ** np.float32(1 / power))


def _under(call: Call, arrays: Arrays, index: Shape) -> list[float]:
    """The elements under a window."""
    x, found = first(arrays), axes(call)
    places = [
        [place for tap in range(axis.taps) if 0 <= (place := axis.place(window, tap)) < axis.size]
        for axis, window in zip(found, index[2:], strict=True)
    ]
    return [float(x[(*index[:2], *one)]) for one in product(*places)]


def _counted(call: Call, index: Shape) -> int:
    """The taps of a window that its mean is of."""
    count = 1
    for axis, window in zip(axes(call), index[2:], strict=True):
        low, high = (-axis.before, axis.size + axis.after) if _padded(call) else (0, axis.size)
        count *= sum(low <= axis.place(window, tap) < high for tap in range(axis.taps))
    return max(count, 1)


def _largest(call: Call, arrays: Arrays, index: Shape) -> Element:
    largest = max(_under(call, arrays, index), default=-inf)
    return largest, abs(largest) if largest > -inf else 0.0


def _mean_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    count = _counted(call, index)
    return total([one / count for one in _under(call, arrays, index)])


def _length_of(elements: list[float], power: float) -> Element:
    value = sum(abs(one) ** power for one in elements) ** (1 / power)
    return value, max(value, 1.0)


def _pool(
    compute: Callable[[Call, Arrays], AnyArray], element: Callable[[Call, Arrays, Shape], Element]
) -> Function:
    return Function(
        dims=_dims,
        compute=lambda call, arrays, _: compute(call, arrays),
        element=element,
        work=lambda call: prod(each(call, "kernel_shape")),
        room=2,
    )


def _whole(call: Call) -> Shape:
    return (*call.dims()[:2], *[1] * (len(call.dims()) - 2))


def _global_length(call: Call, arrays: Arrays, _: object) -> AnyArray:
    x, power = first(arrays), np.float32(_power(call))
    over = tuple(range(2, x.ndim))
    powers = np.abs(x)
    powers **= power
    return np.asarray(powers.sum(axis=over, keepdims=True) ** np.float32(1 / power))


POOLED: Mapping[str, Function] = {
    "MaxPool": _pool(_max, _largest),
    "AveragePool": _pool(_mean, _mean_element),
    "LpPool": _pool(
        _length, lambda call, x, index: _length_of(_under(call, x, index), _power(call))
    ),
    "GlobalLpPool": Function(
        dims=_whole,
        compute=_global_length,
        element=lambda call, x, index: _length_of(
            first(x)[index[:2]].ravel().tolist(), _power(call)
        ),
        work=lambda call: prod(call.dims()[2:]),
    ),
}
