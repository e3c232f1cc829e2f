"""Sums and products of all that comes before along an axis: CumSum, CumProd."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import prod

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape


def _axis(call: Call) -> int:
    listed = call.integers("axis", 1) or (0,)
    return listed[0] % len(call.dims())


def _computed(join: np.ufunc, call: Call, arrays: Arrays) -> AnyArray:
    """All up to each element, or without it; from the first on, or from the last.

    Many are added up, so floats in float64.
    """
    x, axis = first(arrays), _axis(call)
    if call.attribute("reverse", 0):
        x = np.flip(x, axis)
    found = join.accumulate(x, axis, np.float64 if x.dtype.kind == "f" else x.dtype)
    if call.attribute("exclusive", 0):
        nothing = np.full_like(np.take(x, [0], axis), join.identity)
        found = np.concatenate([nothing, np.take(found, range(x.shape[axis] - 1), axis)], axis)
    return np.flip(found, axis) if call.attribute("reverse", 0) else found


def _cumulated(join: np.ufunc, plain: Callable[[Iterable[float]], float]) -> Function:
    def element(call: Call, arrays: Arrays, index: Shape) -> Element:
        axis = _axis(call)
        at, own = index[axis], 0 if call.attribute("exclusive", 0) else 1
        backwards = call.attribute("reverse", 0)
        before = slice(at + 1 - own, None) if backwards else slice(0, at + own)
        terms = first(arrays)[(*index[:axis], before, *index[axis + 1 :])].tolist()
        return float(plain(terms)), max(1.0, float(plain(map(abs, terms))))

    return Function(
        dims=lambda call: call.dims(),
        compute=lambda call, arrays, _: _computed(join, call, arrays),
        element=element,
        work=lambda call: call.dims()[_axis(call)],
        room=3,
    )


CUMULATED: Mapping[str, Function] = {
    "CumSum": _cumulated(np.add, sum),
    "CumProd": _cumulated(np.multiply, prod),
}
