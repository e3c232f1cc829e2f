"""Resize and Upsample: to a size, or by factors, in every version."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.values import NOT_OURS, Active
from convcalc.ops import Resize

_MODES = {"nearest": "nearest", "linear": "bilinear", "bilinear": "bilinear"}
_BEGINNINGS = "asymmetric"  # outputs and elements begin together
_CENTRES = ("half_pixel", "half_pixel_symmetric", "align_corners")  # the last is told to ours
_CROPPED = "tf_crop_and_resize"
_LATER = 11  # from this opset on, sizes may be given


def resize(call: Call) -> Active:
    """Ours along positions, in the two modes that we have; else in bytes."""
    x = call.active()
    dims = _sizes(call, x.dims)
    if dims == x.dims and _by_sizes(call, dims) and _places(call) != _CROPPED:
        return x
    mode = _MODES.get(call.word("mode", "nearest"))
    shape = list(call.graph.shape(x.tensor))
    for size, before, ours in zip(dims, x.dims, x.order, strict=True):
        if ours == NOT_OURS and size != before:
            return call.movement(dims)
        if ours != NOT_OURS:
            shape[ours] = size
    if mode is None or x.order[1] != 0 or dims[:2] != x.dims[:2] or len(shape) == 1:
        return call.movement(dims, (tuple(shape), x.order))
    spec = _spec(call, x, mode, tuple(shape))
    if not _is_ours(call, spec, x.dims, dims):
        return call.as_function(spec, x, dims)
    return Active(dims, call.add(spec, x.tensor), x.order)


def _is_ours(call: Call, spec: Resize, before: Dims, after: Dims) -> bool:
    """Whether ours, which is PyTorch's, gives the same numbers.

    Ours knows sizes and no factors, so these are to be what sizes are of each other.
    """
    if call.number("antialias") or call.number("exclude_outside") or not _by_sizes(call, before):
        return False
    early, places = call.opset < _LATER, _places(call)
    if spec.mode == "bilinear":
        return places in _CENTRES or (places == "pytorch_half_pixel" and 1 not in after[2:])
    rounded = call.word("nearest_mode", "floor" if early else "round_prefer_floor")
    if spec.scale is not None and places == "half_pixel":
        return rounded.startswith("round")  # a middle is never as near to two
    return (places, rounded) == (_BEGINNINGS, "floor")


def _places(call: Call) -> str:
    """How places of the output are places of the input."""
    usual = _BEGINNINGS if call.opset < _LATER else "half_pixel"
    return call.word("coordinate_transformation_mode", usual)


def _by_sizes(call: Call, dims: Dims) -> bool:
    """Whether each factor makes a whole size, as one from sizes does, but not in proportion."""
    given = _factors(call)
    if given is None:
        return call.word("keep_aspect_ratio_policy", "stretch") == "stretch"
    axes = call.numbers("axes") or tuple(range(len(dims)))
    return all(float(dims[axis] * one).is_integer() for axis, one in zip(axes, given, strict=True))


def _spec(call: Call, x: Active, mode: str, shape: Dims) -> Resize:
    """By a factor, where it is a whole number along each axis, else to a size."""
    aligned = call.word("coordinate_transformation_mode") == "align_corners"
    before, after = call.graph.shape(x.tensor)[1:], shape[1:]
    pairs = list(zip(after, before, strict=True))
    grows = {"scale": tuple([to // size for to, size in pairs])}
    whole = all(to % size == 0 for to, size in pairs)
    corners = aligned and mode == "bilinear"
    return Resize(**(grows if whole else {"size": after}), mode=mode, align_corners=corners)


def _sizes(call: Call, dims: Dims) -> Dims:
    """Sizes go before factors; an axis that is not named keeps its size."""
    axes = call.numbers("axes") or tuple(range(len(dims)))
    factors = _factors(call)
    if factors is None:
        sizes = call.data(3)
        asked = () if sizes is None else sizes.integers
        return _filled(dims, axes, _kept_aspect(call, dims, axes, asked))
    if len(factors) != len(axes):
        raise NotCountedError(f"it has {len(factors)} factors for {len(axes)} axes")
    return _filled(dims, axes, [
        int(dims[axis] * factor) for axis, factor in zip(axes, factors, strict=True)
    ])  # fmt: skip


def _factors(call: Call) -> Sequence[float] | None:
    """The factors, where no sizes are given."""
    late = call.opset >= _LATER
    sizes = call.data(3) if late and len(call.inputs) > 3 else None  # noqa: PLR2004 — x, roi, scales, sizes
    if sizes is not None and sizes.values:
        return None
    if "scales" in call.node.attributes:
        return list(call.attribute("scales", tuple, ()))
    if "height_scale" in call.node.attributes:
        heights = [call.attribute(name, float, 1.0) for name in ("height_scale", "width_scale")]
        return [1.0, 1.0, *heights]
    given = call.data(2 if late and len(call.inputs) > 2 else 1)  # noqa: PLR2004 — as above
    if given is None:
        raise NotCountedError("it has neither sizes nor scales")
    return [float(one) for one in given.values]


def _kept_aspect(
    call: Call, dims: Dims, axes: Sequence[int], sizes: Sequence[int]
) -> Sequence[int]:
    """Sizes as they are given, or in the proportion of the input, not larger or not smaller."""
    pick = {"not_larger": min, "not_smaller": max}.get(call.word("keep_aspect_ratio_policy"))
    if pick is None:
        return sizes
    ratios = [Fraction(size, dims[axis]) for axis, size in zip(axes, sizes, strict=True)]
    ratio = pick(ratios)
    return [int(ratio * dims[axis] + Fraction(1, 2)) for axis in axes]


def _filled(dims: Dims, axes: tuple[int, ...], sizes: Sequence[int]) -> Dims:
    if len(sizes) != len(axes) or min(sizes, default=1) < 1:
        raise NotCountedError(f"its sizes are {sizes}")
    found = list(dims)
    for axis, size in zip(axes, sizes, strict=True):
        found[axis] = size
    return tuple(found)
