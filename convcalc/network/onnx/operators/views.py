"""The same elements under other dims, or their axes in another order: seen so, not moved."""

from __future__ import annotations

from convcalc.network.onnx.call import Call
from convcalc.network.onnx.layout import reshaped
from convcalc.network.onnx.shapes import (
    flatten_dims,
    reshape_dims,
    squeeze_dims,
    transposed,
    unsqueeze_dims,
)
from convcalc.network.onnx.values import Active


def transpose(call: Call) -> Active:
    """Transpose: the same tensor, its axes seen in another order."""
    x = call.active()
    axes = transposed(call, x.dims)
    dims, order = [tuple([every[axis] for axis in axes]) for every in (x.dims, x.order)]
    return Active(dims, x.tensor, order)


def reshape(call: Call) -> Active:
    """Reshape."""
    x = call.active()
    return reshaped(call, x, reshape_dims(call, x.dims))


def flatten(call: Call) -> Active:
    """Flatten."""
    x = call.active()
    return reshaped(call, x, flatten_dims(call, x.dims))


def squeeze(call: Call) -> Active:
    """Squeeze."""
    x = call.active()
    return reshaped(call, x, squeeze_dims(call, x.dims))


def unsqueeze(call: Call) -> Active:
    """Unsqueeze."""
    x = call.active()
    return reshaped(call, x, unsqueeze_dims(call, x.dims))
