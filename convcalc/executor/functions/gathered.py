"""Elements at places that another tensor tells: Gather, GatherElements and GatherND."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, both
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape


def _gathered(call: Call) -> Shape:
    axis, dims = call.axis(), call.dims()
    return (*dims[:axis], *call.dims(1), *dims[axis + 1 :])


def _gather(call: Call, arrays: Arrays) -> AnyArray:
    x, indices = both(arrays)
    return np.take(x, indices.astype(np.int64), axis=call.axis())


def _gather_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """x[..., indices[i], ...]; a negative index counts from the end."""
    x, indices = both(arrays)
    axis = call.axis()
    at = int(indices[index[axis : axis + indices.ndim]])
    return total([float(x[(*index[:axis], at, *index[axis + indices.ndim :])])])


def _gather_elements(call: Call, arrays: Arrays) -> AnyArray:
    """Only along the axis may indices be more than the data."""
    x, indices = both(arrays)
    axis = call.axis()
    near = tuple([slice(None) if at == axis else slice(n) for at, n in enumerate(indices.shape)])
    places = indices.astype(np.int64) % x.shape[axis]
    return np.take_along_axis(x[near], places, axis)


def _gather_elements_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    x, indices = both(arrays)
    axis = call.axis()
    return total([float(x[(*index[:axis], int(indices[index]), *index[axis + 1 :])])])


def _batched(call: Call) -> int:
    return call.attribute("batch_dims", 0)


def _gathered_nd(call: Call) -> Shape:
    """What is left of the axes that each row of indices does not name."""
    dims, indices = call.dims(), call.dims(1)
    return (*indices[:-1], *dims[_batched(call) + indices[-1] :])


def _gather_nd(call: Call, arrays: Arrays) -> AnyArray:
    x, indices = both(arrays)
    axes, named = _batched(call), indices.shape[-1]
    many = prod(indices.shape[:axes])
    data = x.reshape(many, *x.shape[axes:])
    rows = indices.astype(np.int64).reshape(many, -1, named)
    batch = np.arange(many)[:, None]
    found = data[(batch, *[rows[..., axis] for axis in range(named)])]
    return np.asarray(found).reshape(_gathered_nd(call))


def _gather_nd_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    x, indices = both(arrays)
    axes, rows = _batched(call), indices.ndim - 1
    named = tuple(map(int, indices[index[:rows]]))
    return total([float(x[(*index[:axes], *named, *index[rows:])])])


GATHERED: Mapping[str, Function] = {
    "Gather": Function(_gathered, lambda call, arrays, _: _gather(call, arrays), _gather_element),
    "GatherElements": Function(
        lambda call: call.dims(1),
        lambda call, arrays, _: _gather_elements(call, arrays),
        _gather_elements_element,
    ),
    "GatherND": Function(
        _gathered_nd, lambda call, arrays, _: _gather_nd(call, arrays), _gather_nd_element
    ),
}
