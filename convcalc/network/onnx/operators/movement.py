"""What only rearranges: seen in another order where that is enough, else moved."""

from __future__ import annotations

from math import prod

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.layout import arranged, reshaped
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.shapes import (
    axis_of,
    expand_dims,
    flatten_dims,
    gather_dims,
    joined,
    reshape_dims,
    runs,
    split_sizes,
    squeeze_dims,
    tile_dims,
    transposed,
    unsqueeze_dims,
)
from convcalc.network.onnx.values import NOT_OURS, Active, Constant, Value
from convcalc.ops import Concat, GlobalAvgPool, Pad, PixelShuffle, PixelUnshuffle, Slice
from convcalc.ops.general import Embedding, Take

_PAD_MODES = {"constant": "zeros", "reflect": "reflect", "edge": "replicate"}


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


def _laid(call: Call, x: Active, dims: Dims) -> tuple[Dims, tuple[int, ...]] | None:
    """A shape for dims that lies as a tensor does; none where an axis of it becomes a new one."""
    shape = list(call.graph.shape(x.tensor))
    for size, before, ours in zip(dims, x.dims, x.order, strict=True):
        if ours != NOT_OURS:
            shape[ours] = size
        elif size != before:
            return None
    return tuple(shape), x.order


def concat(call: Call) -> Active:
    """Concat: ours along channels."""
    tensors, axis = call.tensors, axis_of(call, _dims(call)[0])
    dims = joined(axis, _dims(call))
    x = tensors[0]
    alike = all(one.order == x.order for one in tensors)
    ours = x.order[axis] == 0 and len(tensors) == len(call.inputs)
    if ours and alike and len({len(call.graph.shape(one.tensor)) for one in tensors}) == 1:
        return Active(dims, call.add(Concat(), *[one.tensor for one in tensors]), x.order)
    if x.order[axis] == NOT_OURS:
        shape = call.graph.shape(x.tensor)
        order = [one + 1 if one != NOT_OURS else one for one in x.order]
        order[axis] = 0
        return call.movement(dims, ((dims[axis], *shape), tuple(order)))
    return call.movement(dims, _laid(call, x, dims))


def _dims(call: Call) -> list[Dims]:
    return [one.dims for one in call.inputs if isinstance(one, Active | Constant)]


def split(call: Call) -> tuple[Value, ...]:
    """Split: runs of channels are ours."""
    x = call.active()
    axis = axis_of(call, x.dims)
    found, start = [], 0
    for size in split_sizes(call, x.dims[axis]):
        wanted = [range(one) for one in x.dims]
        wanted[axis] = range(start, start + size)
        found.append(_taken(call, x, wanted))
        start += size
    return tuple(found)


def slice_(call: Call) -> Active:
    """Slice."""
    x = call.active()
    return _taken(call, x, runs(call, x.dims))


def _taken(call: Call, x: Active, wanted: list[range]) -> Active:
    """Some positions along each axis."""
    dims = tuple(map(len, wanted))
    shape = call.graph.shape(x.tensor)
    if dims == x.dims and all(one.step == 1 for one in wanted):
        return x
    ours = [range(size) for size in shape]
    for one, axis in zip(wanted, x.order, strict=True):
        if axis != NOT_OURS:
            ours[axis] = one
    sizes = tuple(map(len, ours))
    if sizes[1:] == shape[1:] and ours[0].step == 1 and sizes[0]:
        spec: Slice | Take = Slice(start=ours[0].start, channels=sizes[0])
    else:
        starts, steps = zip(*[(one.start, one.step) for one in ours], strict=True)
        spec = Take.trusted(starts=starts, steps=steps, counts=sizes)
    return Active(dims, call.add(spec, x.tensor), x.order)


def gather(call: Call) -> Active:
    """Gather: rows of a learned table, one position of an axis, or several."""
    table, indices = call.given(0), call.given(1)
    if isinstance(table, Constant) and isinstance(indices, Active):
        return _embedded(call, table, indices)
    x = call.active()
    dims, axis = gather_dims(call, x.dims), axis_of(call, x.dims)
    numbers = indices.numbers if isinstance(indices, Constant) else None
    if numbers is None or len(numbers.values) != 1:
        same = len(dims) == len(x.dims)
        return call.movement(dims, _laid(call, x, dims) if same else None)
    at = int(numbers.only) % x.dims[axis]
    wanted = [range(one) for one in x.dims]
    wanted[axis] = range(at, at + 1)
    return reshaped(call, _taken(call, x, wanted), dims)


def _embedded(call: Call, table: Constant, indices: Active) -> Active:
    if len(table.dims) != 2 or call.number("axis"):  # noqa: PLR2004 — numbers × features
        return call.movement(gather_dims(call, table.dims))
    rows, features = table.dims
    learned = bool(call.learned())
    spec = Embedding.trusted(num_embeddings=rows, embedding_dim=features, learned=learned)
    order = [one + 1 if one != NOT_OURS else one for one in indices.order]
    return Active((*indices.dims, features), call.add(spec, indices.tensor), (*order, 0))


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
    return call.movement(dims, _laid(call, x, dims) if same else None)


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
    if mode and positions and len(shape) > 1:
        padding = tuple([ours.get(axis, (0, 0)) for axis in range(1, len(shape))])
        return Active(dims, call.add(Pad(padding=padding, mode=mode), x.tensor), x.order)
    return call.movement(dims, _laid(call, x, dims))


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
        found = call.movement(kept, _laid(call, x, kept))
    return found if call.number("keepdims", 1) else reshaped(call, found, dims)


def arg(call: Call) -> Active:
    """ArgMax and ArgMin: one axis less, or 1 long."""
    x = call.active()
    axis = axis_of(call, x.dims)
    kept = (*x.dims[:axis], 1, *x.dims[axis + 1 :])
    found = call.movement(kept, _laid(call, x, kept))
    dims = (*x.dims[:axis], *x.dims[axis + 1 :])
    return found if call.number("keepdims", 1) else reshaped(call, found, dims)


def topk(call: Call) -> tuple[Value, ...]:
    """TopK: so many of an axis, and where they were."""
    x = call.active()
    axis = axis_of(call, x.dims, -1)
    count = call.integers("k", 1) or (call.number("k", 1),)
    dims = (*x.dims[:axis], count[0], *x.dims[axis + 1 :])
    laid = _laid(call, x, dims)
    return call.movement(dims, laid), call.movement(dims, laid)


def gather_nd(call: Call) -> Active:
    """GatherND: what is left of the axes that each row of indices does not name."""
    data, indices = _dims(call)
    skipped = call.number("batch_dims")
    return call.movement((*indices[:-1], *data[skipped + indices[-1] :]))


def grid_sample(call: Call) -> Active:
    """GridSample: (x, grid); channels at the places of a grid."""
    x, grid = _dims(call)[:2]
    return call.movement((*x[:2], *grid[1:-1]))


def roi_align(call: Call) -> Active:
    """RoiAlign: (x, regions, samples)."""
    x, regions = _dims(call)[:2]
    sizes = [call.number(name, 1) for name in ("output_height", "output_width")]
    return call.movement((regions[0], x[1], *sizes))


def depends(call: Call) -> Active:
    """What makes as many elements as its data say."""
    raise NotCountedError(f"how much {call.node.op} makes is known only when it runs")


def first_shape(call: Call) -> Active:
    """What keeps the shape of its first input, and mixes places."""
    x = call.active()
    return call.movement(x.dims, (call.graph.shape(x.tensor), x.order))


def indices_shape(call: Call) -> Active:
    """GatherElements: the shape of its second input."""
    found = call.given(1)
    dims = found.dims if isinstance(found, Active | Constant) else call.active().dims
    return call.movement(dims)
