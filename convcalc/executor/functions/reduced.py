"""Functions along axes: sums and their kin, one element of many, or all of them in relation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import prod
from typing import TypeAlias

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape

Along: TypeAlias = Callable[[AnyArray, tuple[int, ...]], AnyArray]  # keeps reduced axes, 1 long


def _axes(call: Call) -> tuple[int, ...]:
    rank = len(call.dims())
    listed = call.integers("axes", 1)
    if not listed:
        return () if call.attribute("noop_with_empty_axes", 0) else tuple(range(rank))
    return tuple([axis % rank for axis in listed])


def _kept(axes: Callable[[Call], tuple[int, ...]], call: Call) -> Shape:
    """All axes, those that are reduced 1 long; to leave them out is another view."""
    over = axes(call)
    return tuple([1 if axis in over else size for axis, size in enumerate(call.dims())])


def reduction(function: Along, axes: Callable[[Call], tuple[int, ...]] = _axes) -> Function:
    """One number for all along some axes."""
    return Function(
        dims=partial(_kept, axes),
        compute=lambda call, x, _: function(first(x), axes(call)),
        element=partial(_reduced, function, axes),
        work=lambda call: prod([call.dims()[axis] for axis in axes(call)]),
    )


def _reduced(
    function: Along,
    axes: Callable[[Call], tuple[int, ...]],
    call: Call,
    arrays: Arrays,
    index: Shape,
) -> Element:
    x, over = first(arrays), axes(call)
    box = [slice(None) if axis in over else slice(at, at + 1) for axis, at in enumerate(index)]
    part = x[tuple(box)].astype(np.float64)
    return float(function(part, over).item()), max(float(np.abs(part).sum()), 1.0)


def _log_sum_exp(x: AnyArray, axes: tuple[int, ...]) -> AnyArray:
    most = x.max(axis=axes, keepdims=True)
    below = np.asarray(x - most)
    return np.asarray(most + np.log(np.exp(below, out=below).sum(axis=axes, keepdims=True)))


def _numpy(function: Callable[..., AnyArray]) -> Along:
    return lambda x, axes: function(x, axis=axes, keepdims=True)


def _summed(function: Callable[[AnyArray], AnyArray], mean: bool = False) -> Along:
    """A sum, or a mean, of a function of elements; of floats in float64, as they are many."""

    def reduce(x: AnyArray, axes: tuple[int, ...]) -> AnyArray:
        add = np.mean if mean else np.sum
        exact = np.float64 if x.dtype.kind == "f" else None
        return np.asarray(add(function(x), axis=axes, keepdims=True, dtype=exact))

    return reduce


REDUCTIONS: Mapping[str, Function] = {
    "ReduceMean": reduction(_summed(np.asarray, mean=True)),
    "ReduceSum": reduction(_summed(np.asarray)),
    "ReduceMax": reduction(_numpy(np.max)),
    "ReduceMin": reduction(_numpy(np.min)),
    "ReduceProd": reduction(_numpy(np.prod)),
    "ReduceL1": reduction(_summed(np.abs)),
    "ReduceL2": reduction(lambda x, axes: np.sqrt(_summed(np.square)(x, axes))),
    "ReduceSumSquare": reduction(_summed(np.square)),
    "ReduceLogSum": reduction(lambda x, axes: np.log(_summed(np.asarray)(x, axes))),
    "ReduceLogSumExp": reduction(_log_sum_exp),
}
