"""Norms: ours where channels lie as ours do, else in general terms."""

from __future__ import annotations

from convcalc.network.onnx.call import Call
from convcalc.network.onnx.layout import arranged
from convcalc.network.onnx.values import NOT_OURS, Active, Constant
from convcalc.ops import BatchNorm, GroupNorm, InstanceNorm, LayerNorm, LocalResponseNorm
from convcalc.ops.op import Op


def batch_norm(call: Call) -> Active:
    """BatchNormalization: (x, scale, shift, mean, variance), the last two not trained.

    In training it takes those of what it reads.
    """
    spec = BatchNorm.trusted(eps=call.real("epsilon", 1e-5))
    if not call.number("training_mode") or len(call.active().dims) == 1:
        return _by_channel(call, spec)
    return call.as_function(spec, _channels_first(call), call.active().dims, call.inputs[1:3])


def instance_norm(call: Call) -> Active:
    """InstanceNormalization: (x, scale, shift)."""
    eps = call.real("epsilon", 1e-5)
    return _by_channel(call, InstanceNorm.trusted(affine=True, eps=eps))


def group_norm(call: Call) -> Active:
    """GroupNormalization: (x, scale, shift), of each group in opset 18, then of each channel."""
    x, groups = call.active(), call.number("num_groups", 1)
    eps = call.real("epsilon", 1e-5)
    if call.weight(1).size != x.dims[1]:
        return call.movement(x.dims)
    return _by_channel(call, GroupNorm(groups=groups, eps=eps))


def local_response_norm(call: Call) -> Active:
    """LRN, of which an even size reaches farther ahead, and PyTorch's farther back."""
    size = call.number("size", 5)
    named = {"alpha": ("alpha", 1e-4), "beta": ("beta", 0.75), "k": ("bias", 1.0)}
    arguments = {ours: call.attribute(one, float, usual) for ours, (one, usual) in named.items()}
    spec = LocalResponseNorm(size=size, **arguments)
    if size % 2:
        return _by_channel(call, spec)
    return call.as_function(spec, _channels_first(call), call.active().dims)


def _by_channel(call: Call, spec: Op) -> Active:
    """Axis 1 has the channels; samples that a model makes itself are an axis more."""
    x = call.active()
    if len(x.dims) == 1:
        return call.movement(x.dims)
    extra = [0] if x.dims[0] != 1 else []
    if extra and isinstance(spec, InstanceNorm | GroupNorm):
        return call.movement(x.dims)  # each sample by itself
    return call.like(spec, _channels_first(call), *call.constants)


def _channels_first(call: Call) -> Active:
    """The input, moved where channels are not first."""
    x = call.active()
    axes = (1, *([0] if x.dims[0] != 1 else []), *range(2, len(x.dims)))
    order = [axes.index(axis) if axis in axes else NOT_OURS for axis in range(len(x.dims))]
    return Active(x.dims, arranged(call, x, axes), tuple(order))


def layer_norm(call: Call) -> Active:
    """LayerNormalization: (x, scale, shift), over the last axes."""
    x = call.active()
    axis = call.number("axis", -1) % len(x.dims)
    scale, shift = call.given(1), call.given(2)
    channels = axis == len(x.dims) - 1 and x.order[axis] == 0
    stored = [one for one in (scale, shift) if isinstance(one, Constant) and one.size == x.dims[-1]]
    if channels and len(stored) == 2:  # noqa: PLR2004 — both
        spec = LayerNorm.trusted(eps=call.real("epsilon", 1e-5))
        return call.like(spec, x, *stored)
    return call.movement(x.dims, (call.graph.shape(x.tensor), x.order))
