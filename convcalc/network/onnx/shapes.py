"""The dims that operators make which only rearrange, in every version of theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.values import Unknown

_MOST_AXES = 64
REDUCTIONS = (
    "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2",
    "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare",
)  # fmt: skip


def transposed(call: Call, dims: Dims) -> tuple[int, ...]:
    """Which axis comes where: the other way round, unless it is said."""
    named = call.numbers("perm") or tuple(reversed(range(len(dims))))
    axes = tuple([axis + len(dims) if axis < 0 else axis for axis in named])
    if sorted(axes) != list(range(len(dims))):
        raise NotCountedError(f"its perm {list(axes)} is no order of {len(dims)} axes")
    return axes


def reshape_dims(call: Call, dims: Dims) -> Dims:
    """0 keeps a size, −1 is what is left; a batch that the file was made for is one sample."""
    wanted = call.integers("shape", 1)
    if wanted is None:
        raise NotCountedError("it has no shape")
    keeps = not call.number("allowzero")
    sizes = [
        dims[at] if one == 0 and keeps and at < len(dims) else one for at, one in enumerate(wanted)
    ]
    sizes = _one_sample(call, dims, sizes)
    size, known = prod(dims), prod(one for one in sizes if one >= 0)
    if sizes.count(-1) == 1 and known and size % known == 0:
        return tuple([size // known if one < 0 else one for one in sizes])
    samples = known // size if size and known % size == 0 else 0
    if -1 in sizes and sizes[0] > 1 and known and size % (known // sizes[0]) == 0:
        return (1, *[size * sizes[0] // known if one < 0 else one for one in sizes[1:]])
    if samples > 1 and -1 not in sizes and sizes[0] % samples == 0:
        return (sizes[0] // samples, *sizes[1:])
    if known != size or -1 in sizes:
        raise NotCountedError(f"{said(dims)} cannot become {said(tuple(sizes))}")
    return tuple(sizes)


def _one_sample(call: Call, dims: Dims, sizes: list[int]) -> list[int]:
    """A shape that begins with as many samples as a file was made for, for one of them."""
    many = call.graph.samples
    return [1, *sizes[1:]] if many > 1 and sizes[:1] == [many] and dims[:1] != (many,) else sizes


def flatten_dims(call: Call, dims: Dims) -> Dims:
    """All axes before one together, and all after it."""
    axis = call.number("axis", 1)
    at = axis if axis >= 0 else axis + len(dims)
    return (prod(dims[:at]), prod(dims[at:]))


def squeeze_dims(call: Call, dims: Dims) -> Dims:
    """Without axes of size 1: those that are named, or all but the batch's."""
    listed = call.integers("axes", 1)
    if listed is None:
        return tuple([one for one in dims if one != 1])
    gone = {axis % max(len(dims), 1) for axis in listed}
    return tuple([size for axis, size in enumerate(dims) if axis not in gone or size != 1])


def unsqueeze_dims(call: Call, dims: Dims) -> Dims:
    """With new axes of size 1."""
    listed = call.integers("axes", 1) or ()
    rank = len(dims) + len(listed)
    if rank > _MOST_AXES:
        raise NotCountedError(f"it makes {rank} axes")
    new, old = {axis % rank for axis in listed}, iter(dims)
    return tuple([1 if axis in new else next(old, 1) for axis in range(rank)])


def gather_dims(call: Call, dims: Dims) -> Dims:
    """The shape of the indices in place of an axis."""
    axis = axis_of(call, dims)
    found = call.given(1)
    if found is None or isinstance(found, Unknown):
        raise NotCountedError("what it gathers is known only when it runs")
    return (*dims[:axis], *found.dims, *dims[axis + 1 :])


def axis_of(call: Call, dims: Dims, default: int = 0) -> int:
    """The axis it works along."""
    axis = call.number("axis", default)
    if not -len(dims) <= axis < max(len(dims), 1):
        raise NotCountedError(f"its axis {axis} is none of {len(dims)}")
    return axis % max(len(dims), 1)


def expand_dims(call: Call, dims: Dims) -> Dims:
    """Repeated along axes of size 1."""
    wanted = _one_sample(call, dims, list(call.integers("shape", 1) or ()))
    if not all(one >= 0 for one in wanted):
        raise NotCountedError(f"it expands to {said(tuple(wanted))}")
    return broadcast(dims, tuple(wanted))


def tile_dims(call: Call, dims: Dims) -> Dims:
    """Repeated along every axis."""
    times = call.integers("repeats", 1)
    if times is None or len(times) != len(dims) or min(times, default=1) < 0:
        raise NotCountedError("its repeats do not fit")
    return tuple([size * one for size, one in zip(dims, times, strict=True)])


def reduced_dims(call: Call, dims: Dims, axes: Sequence[int] | None) -> Dims:
    """Without axes, or with them 1 long; without all of them where none is named."""
    rank = len(dims)
    if not axes and call.number("noop_with_empty_axes"):
        return dims
    over = {axis % rank for axis in axes} if axes else set(range(rank))
    if call.number("keepdims", 1):
        return tuple([1 if axis in over else size for axis, size in enumerate(dims)])
    return tuple([size for axis, size in enumerate(dims) if axis not in over])


def padded_dims(call: Call, dims: Dims) -> Dims:
    """With more around each axis, or less."""
    pairs = padding(call, len(dims))
    return tuple([size + sum(pairs[axis]) for axis, size in enumerate(dims)])


def padding(call: Call, rank: int) -> Mapping[int, tuple[int, int]]:
    """What a pad puts before and after each axis; less than nothing is cut off."""
    pads = call.integers("pads", 1) or call.integers("paddings", 1) or ()
    listed = call.integers("axes", 3) if "pads" not in call.node.attributes else None
    axes = [axis % rank for axis in listed] if listed else list(range(rank))
    half = len(pads) // 2
    given = zip(axes, zip(pads[:half], pads[half:], strict=True), strict=True)
    return dict.fromkeys(range(rank), (0, 0)) | dict(given)


def runs(call: Call, dims: Dims) -> list[range]:
    """The positions along each axis that a slice takes."""
    if "starts" in call.node.attributes:
        starts, ends = call.numbers("starts"), call.numbers("ends")
        axes, steps = call.numbers("axes") or tuple(range(len(starts))), (1,) * len(starts)
    else:
        starts, ends = call.integers("", 1) or (), call.integers("", 2) or ()
        axes = call.integers("", 3) or tuple(range(len(starts)))
        steps = call.integers("", 4) or (1,) * len(starts)
    if not len(starts) == len(ends) == len(axes) == len(steps) or 0 in steps:
        raise NotCountedError("its starts, ends, axes and steps do not fit")
    found = [range(size) for size in dims]
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        at = axis % max(len(dims), 1)
        found[at] = range(dims[at])[start:end:step]
    return found


def split_sizes(call: Call, size: int) -> tuple[int, ...]:
    """How much each output gets: as listed, or equal parts, the last one what is left."""
    listed = call.integers("split", 1)
    if listed:
        return listed
    parts = len(call.node.outputs)
    each = -(-size // max(parts, 1))
    return tuple([max(min(each, size - at * each), 0) for at in range(parts)])


def broadcast(*shapes: Dims) -> Dims:
    """The dims of all together: an axis of size 1 is as long as that of the others.

    >>> broadcast((1, 64, 7, 7), (64, 1, 1))
    (1, 64, 7, 7)
    """
    rank = max(map(len, shapes), default=0)
    full = [(1,) * (rank - len(shape)) + shape for shape in shapes]
    found = []
    for sizes in zip(*full, strict=True):
        long = {one for one in sizes if one != 1}
        if len(long) > 1:
            raise NotCountedError(f"{' and '.join(map(said, shapes))} do not go together")
        found.append(long.pop() if long else 1)
    return tuple(found)


def joined(axis: int, shapes: list[Dims]) -> Dims:
    """The dims of tensors one after the other."""
    first = shapes[0]
    others = [(*one[:axis], *one[axis + 1 :]) for one in shapes]
    if any(one != others[0] for one in others):
        raise NotCountedError(f"{' and '.join(map(said, shapes[:3]))} do not go together")
    return (*first[:axis], sum(one[axis] for one in shapes), *first[axis + 1 :])


def said(dims: Dims) -> str:
    """Dims as words."""
    return "x".join(map(str, dims)) or "a single number"


# What keeps or changes the dims of its first input, whatever the numbers are.
REARRANGED: dict[str, Callable[[Call, Dims], Dims]] = {
    "Transpose": lambda call, dims: tuple([dims[axis] for axis in transposed(call, dims)]),
    "Reshape": reshape_dims,
    "Flatten": flatten_dims,
    "Squeeze": squeeze_dims,
    "Unsqueeze": unsqueeze_dims,
    "Gather": gather_dims,
    "Expand": expand_dims,
    "Tile": tile_dims,
    "Slice": lambda call, dims: tuple(map(len, runs(call, dims))),
}
