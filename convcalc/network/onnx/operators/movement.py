"""What moves, repeats, pads or reduces elements."""

from __future__ import annotations

from math import prod

from convcalc.network.onnx.call import Call, NotCountedError, given_dims
from convcalc.network.onnx.layout import arranged, laid_alike, reshaped
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.shapes import (
    axis_of,
    expand_dims,
    tile_dims,
)
from convcalc.network.onnx.values import NOT_OURS, Active, Value
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
    pads = call.integers("pads", 1) or call.integers("paddings", 1) or ()
    rank = len(x.dims)
    listed = call.integers("axes", 3) if "pads" not in call.node.attributes else None
    axes = [axis % rank for axis in listed] if listed else list(range(rank))
    pairs = dict.fromkeys(range(rank), (0, 0))
    half = len(pads) // 2
    pairs |= dict(zip(axes, zip(pads[:half], pads[half:], strict=True), strict=True))
    if not any(map(any, pairs.values())):
        return x
    dims = tuple([size + sum(pairs[axis]) for axis, size in enumerate(x.dims)])
    mode = _PAD_MODES.get(call.word("mode", "constant"))
    shape = call.graph.shape(x.tensor)
    ours = {x.order[axis]: pair for axis, pair in pairs.items() if any(pair)}
    positions = 0 not in ours and NOT_OURS not in ours and min(map(min, pairs.values())) >= 0
    if mode and positions and 1 < len(shape) <= 1 + MAX_AXES:
        padding = tuple([ours.get(axis, (0, 0)) for axis in range(1, len(shape))])
        return Active(dims, call.add(Pad(padding=padding, mode=mode), x.tensor), x.order)
    return call.movement(dims, laid_alike(call, x, dims))


def depth_to_space(call: Call) -> Active:
    """DepthToSpace; in which order channels become positions is no cost."""
    return _blocks(call, up=True)


def space_to_depth(call: Call) -> Active:
    """SpaceToDepth."""
    return _blocks(call, up=False)


def _blocks(call: Call, *, up: bool) -> Active:
    x, factor = call.active(), call.number("blocksize", 1)
    if x.dims[0] != 1:
        samples, channels, height, width = x.dims
        area = factor * factor
        if up:
            return call.movement((samples, channels // area, height * factor, width * factor))
        return call.movement((samples, channels * area, height // factor, width // factor))
    tensor = arranged(call, x, (1, 2, 3))
    spec = (PixelShuffle if up else PixelUnshuffle)(factor=factor)
    made = call.add(spec, tensor)
    return Active((1, *call.graph.shape(made)), made, (NOT_OURS, 0, 1, 2))


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
