"""Tensors in the order that an operator of ours wants: as they are, as a view, or moved."""

from __future__ import annotations

from math import prod

from convcalc.network.onnx.call import Call
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.values import NOT_OURS, Active
from convcalc.ops import Flatten, Reshape, Shuffle
from convcalc.ops.places import Permute


def arranged(call: Call, x: Active, axes: tuple[int, ...]) -> int:
    """The tensor whose shape is that of these axes, in their order; all others are 1 long.

    A tensor that has them already is taken as it is, one whose axes of size 1 differ is viewed.
    """
    shape = call.graph.shape(x.tensor)
    wanted = tuple([x.dims[axis] for axis in axes])
    ours = [x.order[axis] for axis in axes if x.order[axis] != NOT_OURS]
    long = [one for one in ours if shape[one] > 1]
    if ours == list(range(len(shape))) and len(ours) == len(axes):
        return x.tensor
    if long == sorted(long):
        return viewed(call, x.tensor, wanted)
    rest = [one for one in range(len(shape)) if one not in ours]
    moved = call.add(Permute.trusted(dims=(*ours, *rest)), x.tensor)
    return viewed(call, moved, wanted)


def viewed(call: Call, tensor: int, shape: Dims) -> int:
    """The same elements under another shape."""
    if call.graph.shape(tensor) == shape:
        return tensor
    whole = _viewed_by(call, tensor)
    if whole is not None:  # a view of a view; back to what it was, it is none
        return viewed(call, whole, shape)
    flat = len(shape) == 1
    return call.add(Flatten() if flat else Reshape.trusted(shape=shape), tensor)


def reshaped(call: Call, x: Active, dims: Dims) -> Active:
    """The tensor under other dims: runs of axes are joined and cut.

    What is joined must lie together, and if it does not, it is moved, channels staying first.
    """
    groups = _groups(x.dims, dims)
    shape = call.graph.shape(x.tensor)
    if all(len(before) == len(after) == 1 for before, after in groups):
        return Active(dims, x.tensor, _followed(x, dims, groups))
    runs = [[x.order[axis] for axis in before] for before, _ in groups]
    lying = sorted(range(len(groups)), key=lambda group: min(runs[group]))
    wanted = [one for group in lying for one in runs[group]]
    tensor = x.tensor
    shuffled = _shuffled(call, tensor, wanted)
    if shuffled is not None:
        tensor = shuffled
    elif wanted != sorted(wanted):
        rest = [one for one in range(len(shape)) if one not in wanted]
        tensor = call.add(Permute.trusted(dims=(*wanted, *rest)), tensor)
    order, ours = [NOT_OURS] * len(dims), list[int]()
    for group in lying:
        for axis in groups[group][1]:
            order[axis] = len(ours)
            ours.append(dims[axis])
    return Active(dims, viewed(call, tensor, tuple(ours) or (1,)), tuple(order))


def _shuffled(call: Call, tensor: int, wanted: list[int]) -> int | None:
    """Channels that were cut in two, and are joined the other way round: a channel shuffle."""
    before = _viewed_by(call, tensor)
    if before is None or wanted[:2] != [1, 0] or wanted[2:] != list(range(2, len(wanted))):
        return None
    (groups, each, *sizes), whole = call.graph.shape(tensor), call.graph.shape(before)
    if whole != (groups * each, *sizes):
        return None
    return call.add(Shuffle(groups=groups), before)


def _viewed_by(call: Call, tensor: int) -> int | None:
    """What a tensor is a view of, if it is one of the same elements under another shape."""
    node = call.graph.made(tensor)
    return node.inputs[0] if node and isinstance(node.op, Reshape | Flatten) else None


def _followed(x: Active, dims: Dims, groups: list[tuple[list[int], list[int]]]) -> tuple[int, ...]:
    """The order where only axes of size 1 came and went."""
    order = [NOT_OURS] * len(dims)
    for (before,), (after,) in groups:
        order[after] = x.order[before]
    return tuple(order)


def _groups(before: Dims, after: Dims) -> list[tuple[list[int], list[int]]]:
    """Which axes become which, those of size 1 left out: the shortest runs of equal size.

    >>> _groups((1, 6, 4), (2, 3, 1, 4))
    [([1], [0, 1]), ([2], [3])]
    """
    left = [axis for axis, size in enumerate(before) if size > 1]
    right = [axis for axis, size in enumerate(after) if size > 1]
    found = []
    while left and right:
        one, other = [left.pop(0)], [right.pop(0)]
        while (sizes := (_size(before, one), _size(after, other)))[0] != sizes[1]:
            short, more = (one, left) if sizes[0] < sizes[1] else (other, right)
            short.append(more.pop(0))
        found.append((one, other))
    return found


def _size(dims: Dims, axes: list[int]) -> int:
    return prod([dims[axis] for axis in axes])


def laid_alike(call: Call, x: Active, dims: Dims) -> tuple[Dims, tuple[int, ...]] | None:
    """A shape for dims that lies as a tensor does; none where an axis of it becomes a new one."""
    shape = list(call.graph.shape(x.tensor))
    for size, before, ours in zip(dims, x.dims, x.order, strict=True):
        if ours != NOT_OURS:
            shape[ours] = size
        elif size != before:
            return None
    return tuple(shape), x.order
