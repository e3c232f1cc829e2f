"""Functions along axes: sums and their kin, one element of many, or all of them in relation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import prod
from typing import TypeAlias

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape

Along: TypeAlias = Callable[[AnyArray, tuple[int, ...]], AnyArray]  # keeps reduced axes, 1 long


def _axes(call: Call) -> tuple[int, ...]:
    rank = len(call.dims())
    listed = call.integers("axes", 1)
    if not listed:
        return () if call.attribute("noop_with_empty_axes", 0) else tuple(range(rank))
    return tuple([axis % rank for axis in listed])


def _arg_axes(call: Call) -> tuple[int, ...]:
    return (call.axis(),)


def _kept(axes: Callable[[Call], tuple[int, ...]], call: Call) -> Shape:
    """All axes, those that are reduced 1 long; to leave them out is another view."""
    over = axes(call)
    return tuple([1 if axis in over else size for axis, size in enumerate(call.dims())])


def reduction(function: Along, axes: Callable[[Call], tuple[int, ...]] = _axes) -> Function:
    """One number for all along some axes."""
    return Function(
        dims=partial(_kept, axes),
        compute=lambda call, x, _: function(_first(x), axes(call)),
        element=partial(_reduced, function, axes),
        work=lambda call: prod([call.dims()[axis] for axis in axes(call)]),
    )


def _first(arrays: Arrays) -> AnyArray:
    found = arrays[0]
    if found is None:
        raise ValueError("its first input is not there")
    return found


def _reduced(
    function: Along,
    axes: Callable[[Call], tuple[int, ...]],
    call: Call,
    arrays: Arrays,
    index: Shape,
) -> Element:
    x, over = _first(arrays), axes(call)
    box = [slice(None) if axis in over else slice(at, at + 1) for axis, at in enumerate(index)]
    part = x[tuple(box)].astype(np.float64)
    return float(function(part, over).item()), max(float(np.abs(part).sum()), 1.0)


def _log_sum_exp(x: AnyArray, axes: tuple[int, ...]) -> AnyArray:
    most = x.max(axis=axes, keepdims=True)
    return np.asarray(most + np.log(np.exp(x - most).sum(axis=axes, keepdims=True)))


def _numpy(function: Callable[..., AnyArray]) -> Along:
    return lambda x, axes: function(x, axis=axes, keepdims=True)


REDUCTIONS: Mapping[str, Function] = {
    "ReduceMean": reduction(_numpy(np.mean)),
    "ReduceSum": reduction(_numpy(np.sum)),
    "ReduceMax": reduction(_numpy(np.max)),
    "ReduceMin": reduction(_numpy(np.min)),
    "ReduceProd": reduction(_numpy(np.prod)),
    "ReduceL1": reduction(lambda x, axes: np.abs(x).sum(axis=axes, keepdims=True)),
    "ReduceL2": reduction(lambda x, axes: np.sqrt(np.square(x).sum(axis=axes, keepdims=True))),
    "ReduceSumSquare": reduction(lambda x, axes: np.square(x).sum(axis=axes, keepdims=True)),
    "ReduceLogSum": reduction(lambda x, axes: np.log(x.sum(axis=axes, keepdims=True))),
    "ReduceLogSumExp": reduction(_log_sum_exp),
}
