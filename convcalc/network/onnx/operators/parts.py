"""Tensors that are joined, and parts of them: of channels a view, of positions taken or moved."""

from __future__ import annotations

from convcalc.network.onnx.call import Call, given_dims
from convcalc.network.onnx.layout import laid_alike, reshaped
from convcalc.network.onnx.shapes import axis_of, gather_dims, joined, runs, split_sizes
from convcalc.network.onnx.values import NOT_OURS, Active, Constant, Value
from convcalc.ops import Concat, Slice
from convcalc.ops.embedding import Embedding
from convcalc.ops.places import Take


def concat(call: Call) -> Active:
    """Concat: ours along channels."""
    tensors, axis = call.tensors, axis_of(call, given_dims(call)[0])
    dims = joined(axis, given_dims(call))
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
    return call.movement(dims, laid_alike(call, x, dims))


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
    whole = ours[1:] == [range(size) for size in shape[1:]]
    if whole and ours[0].step == 1 and sizes[0]:
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
        return call.movement(dims, laid_alike(call, x, dims) if same else None)
    at = int(numbers.only) % x.dims[axis]
    wanted = [range(one) for one in x.dims]
    wanted[axis] = range(at, at + 1)
    return reshaped(call, _taken(call, x, wanted), dims)


def _embedded(call: Call, table: Constant, indices: Active) -> Active:
    if len(table.dims) != 2 or call.number("axis"):  # noqa: PLR2004 — numbers × features
        return call.movement(gather_dims(call, table.dims))
    rows, features = table.dims
    learned = bool(call.graph.learn(*call.sources))
    spec = Embedding.trusted(num_embeddings=rows, embedding_dim=features, learned=learned)
    order = [one + 1 if one != NOT_OURS else one for one in indices.order]
    tensor = call.add(spec, indices.tensor, weights=(table,))
    return Active((*indices.dims, features), tensor, (*order, 0))


def gather_nd(call: Call) -> Active:
    """GatherND: what is left of the axes that each row of indices does not name."""
    data, indices = given_dims(call)
    skipped = call.number("batch_dims")
    return call.movement((*indices[:-1], *data[skipped + indices[-1] :]))


def indices_shape(call: Call) -> Active:
    """GatherElements: the shape of its second input."""
    found = call.given(1)
    dims = found.dims if isinstance(found, Active | Constant) else call.active().dims
    return call.movement(dims)
