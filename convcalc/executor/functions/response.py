"""LRN: a norm over neighbouring channels, of which an even number reaches farther ahead.

Source: Krizhevsky et al. 2012, section 3.3, with the mean of the operator's own text.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape


def _normed(call: Call, arrays: Arrays) -> AnyArray:
    """Each divided by (bias + alpha/size · Σ x²)^beta."""
    x, size = first(arrays), call.attribute("size", 1)
    before = (size - 1) // 2
    near = np.zeros((len(x), x.shape[1] + size - 1, *x.shape[2:]), x.dtype)
    np.square(x, out=near[:, before : before + x.shape[1]])
    squares = sum(near[:, at : at + x.shape[1]] for at in range(size))
    alpha, beta, bias = _arguments(call)
    return np.asarray(x / (np.float32(bias) + np.float32(alpha / size) * squares) ** beta)


def _arguments(call: Call) -> tuple[float, float, float]:
    named = {"alpha": 1e-4, "beta": 0.75, "bias": 1.0}
    alpha, beta, bias = [call.attribute(name, default) for name, default in named.items()]
    return alpha, beta, bias


def _element(call: Call, arrays: Arrays, index: Shape) -> Element:
    x, size = first(arrays), call.attribute("size", 1)
    start = index[1] - (size - 1) // 2
    near = [at for at in range(start, start + size) if 0 <= at < x.shape[1]]
    squares = sum(float(x[(index[0], at, *index[2:])]) ** 2 for at in near)
    alpha, beta, bias = _arguments(call)
    return total([float(x[index]) / (bias + alpha / size * squares) ** beta])


RESPONSE: Mapping[str, Function] = {
    "LRN": Function(
        dims=lambda call: call.dims(),
        compute=lambda call, arrays, _: _normed(call, arrays),
        element=_element,
        work=lambda call: call.attribute("size", 1),
        room=2,
    ),
}
