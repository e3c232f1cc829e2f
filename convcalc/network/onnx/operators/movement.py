"""What moves, repeats, pads or reduces elements."""

from __future__ import annotations

from math import prod

from convcalc.network.onnx.call import Call, NotCountedError, given_dims
from convcalc.network.onnx.layout import arranged, laid_alike, reshaped
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.shapes import (
    axis_of,
    expand_dims,
    padded_dims,
    padding,
    tile_dims,
)
from convcalc.network.onnx.values import NOT_OURS, Active, Constant, Value
from convcalc.ops import GlobalAvgPool, Pad, PixelShuffle, PixelUnshuffle
from convcalc.ops.windowed import MAX_AXES

_PAD_MODES = {"constant": "zeros", "reflect": "reflect", "edge": "replicate"}


def expand(call: Call) -> Active:
    """Expand."""
    x = call.active()
    return _repeated(call, x, expand_dims(call, x.dims))


def tile(call: Call) -> Active:
    """Tile."""
    x = call.active()
    return _repeated(call, x, tile_dims(call, x.dims))


def _repeated(call: Call, x: Active, dims: Dims) -> Active:
    if prod(dims) == prod(x.dims):
        return reshaped(call, x, dims)
    same = len(dims) == len(x.dims)
    return call.movement(dims, laid_alike(call, x, dims) if same else None)


def pad(call: Call) -> Active:
    """Pad: ours along positions, where nothing is cut."""
    x = call.active()
    pairs = padding(call, len(x.dims))
    if not any(map(any, pairs.values())):
        return x
    dims = padded_dims(call, x.dims)
    mode = _PAD_MODES.get(call.word("mode", "constant"))
    shape = call.graph.shape(x.tensor)
    ours = {x.order[axis]: pair for axis, pair in pairs.items() if any(pair)}
    positions = 0 not in ours and NOT_OURS not in ours and min(map(min, pairs.values())) >= 0
    ours_too = mode and positions and 1 < len(shape) <= 1 + MAX_AXES
    if not ours_too or len(call.tensors) > 1:
        return call.movement(dims, laid_alike(call, x, dims))
    around = tuple([ours.get(axis, (0, 0)) for axis in range(1, len(shape))])
    spec = Pad(padding=around, mode=mode)
    if mode == "zeros" and not _is_zero(call):
        return call.as_function(spec, x, dims)
    return Active(dims, call.add(spec, x.tensor), x.order)


def _is_zero(call: Call) -> bool:
    """Whether a pad is filled with zeros; an empty number stands for one."""
    if "pads" in call.node.attributes or "paddings" in call.node.attributes:
        return call.attribute("value", float, 0.0) == 0
    found = call.given(2)
    numbers = found.numbers if isinstance(found, Constant) else None
    return found is None or (numbers is not None and not any(numbers.values))


def depth_to_space(call: Call) -> Active:
    """DepthToSpace; in which order channels become positions is no cost."""
    return _blocks(call, PixelShuffle(factor=call.number("blocksize", 1)), up=True)


def space_to_depth(call: Call) -> Active:
    """SpaceToDepth."""
    return _blocks(call, PixelUnshuffle(factor=call.number("blocksize", 1)), up=False)


def _blocks(call: Call, spec: PixelShuffle | PixelUnshuffle, *, up: bool) -> Active:
    """Ours keeps the channels that become one, or that one becomes, together: CRD."""
    x, factor = call.active(), call.number("blocksize", 1)
    if x.dims[0] != 1:
        samples, channels, height, width = x.dims
        area = factor * factor
        if up:
            return call.movement((samples, channels // area, height * factor, width * factor))
        return call.movement((samples, channels * area, height // factor, width // factor))
    channels_first = Active(x.dims, arranged(call, x, (1, 2, 3)), (NOT_OURS, 0, 1, 2))
    dims = (1, *spec.output(x.dims[1:]))
    if call.word("mode", "DCR") != "CRD":
        return call.as_function(spec, channels_first, dims, ())
    return Active(dims, call.add(spec, channels_first.tensor), channels_first.order)


def reduced(call: Call) -> Active:
    """ReduceMean and its kin; the mean over all positions of an image is a global pool."""
    x = call.active()
    rank = len(x.dims)
    listed = call.integers("axes", 1) or None
    if listed is None and call.number("noop_with_empty_axes"):
        return call.elementwise(x.dims, x)
    over = {axis % rank for axis in listed} if listed else set(range(rank))
    kept = tuple([1 if axis in over else size for axis, size in enumerate(x.dims)])
    dims = tuple([size for axis, size in enumerate(kept) if axis not in over])
    shape = call.graph.shape(x.tensor)
    ours = {x.order[axis] for axis in over} - {NOT_OURS}
    if call.node.op == "ReduceMean" and ours == set(range(1, len(shape))) and ours:
        found = Active(kept, call.add(GlobalAvgPool(), x.tensor), x.order)
    else:
        found = call.movement(kept, laid_alike(call, x, kept))
    return found if call.number("keepdims", 1) else reshaped(call, found, dims)


def arg(call: Call) -> Active:
    """ArgMax and ArgMin: one axis less, or 1 long."""
    x = call.active()
    axis = axis_of(call, x.dims)
    kept = (*x.dims[:axis], 1, *x.dims[axis + 1 :])
    found = call.movement(kept, laid_alike(call, x, kept))
    dims = (*x.dims[:axis], *x.dims[axis + 1 :])
    return found if call.number("keepdims", 1) else reshaped(call, found, dims)


def topk(call: Call) -> tuple[Value, ...]:
    """TopK: so many of an axis, and where they were."""
    x = call.active()
    axis = axis_of(call, x.dims, -1)
    count = call.integers("k", 1) or (call.number("k", 1),)
    dims = (*x.dims[:axis], count[0], *x.dims[axis + 1 :])
    laid = laid_alike(call, x, dims)
    return call.movement(dims, laid), call.movement(dims, laid, output=1)


def grid_sample(call: Call) -> Active:
    """GridSample: (x, grid); channels at the places of a grid."""
    x, grid = given_dims(call)[:2]
    return call.movement((*x[:2], *grid[1:-1]))


def roi_align(call: Call) -> Active:
    """RoiAlign: (x, regions, samples)."""
    x, regions = given_dims(call)[:2]
    sizes = [call.number(name, 1) for name in ("output_height", "output_width")]
    return call.movement((regions[0], x[1], *sizes))


def depends(call: Call) -> Active:
    """What makes as many elements as its data say."""
    raise NotCountedError(f"how much {call.node.op} makes is known only when it runs")


def first_shape(call: Call) -> Active:
    """What keeps the shape of its first input, and mixes places."""
    x = call.active()
    return call.movement(x.dims, (call.graph.shape(x.tensor), x.order))
