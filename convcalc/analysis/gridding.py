"""Windows of equal dilation one behind the other, and the holes in what they see together.

A position of every tensor is followed back to where its stack began, as a set of positions
relative to it: bits of an integer, and the place of the lowest. Branches join their sets.
Source: Wang et al., arXiv:1702.08502, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import count
from typing import NamedTuple

from convcalc.graph import Graph, Node
from convcalc.ops.op import Shape

_LONGEST = 2**16  # positions; a stack that sees farther is told in pieces


class Stack(NamedTuple):
    """Windows of one dilation in a row that leave holes, along one axis."""

    first: int  # nodes, by their index
    last: int
    windows: int
    dilation: int
    seen: int  # positions that one output sees [element]
    span: int  # from the first to the last of them [element]


class _Field(NamedTuple):
    """Which positions one position of a tensor sees, relative to the base."""

    number: int
    base: int  # the number of the field at which the stack began
    low: int = 0
    mask: int = 1
    dilation: int = 0  # none before the first window
    windows: int = 0
    first: int = 0
    last: int = 0

    @property
    def has_holes(self) -> bool:
        """Whether a position between the first and the last is not seen."""
        return self.mask.bit_count() < self.mask.bit_length()


def gridding(graph: Graph, axis: int) -> tuple[Stack, ...]:
    """The stacks of two or more equal dilations that leave holes along an axis, in order.

    >>> from convcalc.graph import Builder
    >>> from convcalc.ops import Conv
    >>> build = Builder((8, 32, 32))
    >>> conv = Conv(out_channels=8, kernel_size=3, padding="half", dilation=2)
    >>> graph = build.graph(build.add("b", conv, build.add("a", conv, 0)))
    >>> gridding(graph, 0)
    (Stack(first=0, last=1, windows=2, dilation=2, seen=5, span=9),)
    """
    if not any(_dilated(node, axis) for node in graph.nodes):
        return ()
    return tuple(_Trace(graph, axis).stacks())


def _dilated(node: Node, axis: int) -> bool:
    run = _read(node, axis)
    return run is not None and run.step > 1 and _is_wide(run)


def _whole(node: Node) -> tuple[int, ...]:
    """The inputs that are read at all positions; by a mean alone neighbours do not meet."""
    return () if node.op.normalizes else node.op.whole(node.in_shapes)


def _is_wide(run: range) -> bool:
    return run[0] != run[-1]  # a length has to fit a machine's word, a kernel has not


def _read(node: Node, axis: int) -> range | None:
    """What output 0 reads, where the next output reads the next; else nothing."""
    if node.op.ends_field or len(node.output) < axis + 2 or node.op.fullest(axis)[0] > 1:
        return None
    run, following = node.op.reads(axis, 0), node.op.reads(axis, 1)
    return run if run and following.start == run.start + 1 else None


class _Trace:
    """Follows the fields of all tensors forwards; None is a tensor without positions."""

    def __init__(self, graph: Graph, axis: int) -> None:
        self._axis = axis
        self._numbers = count()
        self._found: dict[int, Stack] = {}
        fields: list[_Field | None] = [self._fresh() for _ in graph.inputs]
        for index, node in enumerate(graph.nodes):
            fields.append(self._behind(index, node, [fields[tensor] for tensor in node.inputs]))

    def stacks(self) -> Iterator[Stack]:
        """In the order of their last windows."""
        return iter(self._found.values())

    def _fresh(self) -> _Field:
        number = next(self._numbers)
        return _Field(number, number)

    def _behind(self, index: int, node: Node, read: list[_Field | None]) -> _Field | None:
        whole = _whole(node)
        fields = [field for number, field in enumerate(read) if field and number not in whole]
        if node.op.ends_field:
            return None
        if any(self._is_long(node.in_shapes[number]) for number in whole):
            return self._fresh()
        run = _read(node, self._axis)
        if not fields:
            return None
        # A dense window leaves no holes, so there is nothing to follow behind it.
        if run is None or (run.step == 1 and _is_wide(run)):
            return self._fresh()
        field = reduce(self._joined, fields)
        return self._window(index, field, run) if _is_wide(run) else self._moved(field, run.start)

    def _is_long(self, shape: Shape) -> bool:
        """Whether there is more than one position, as there is not in a factor for a channel."""
        return len(shape) > self._axis + 1 and shape[self._axis + 1] > 1

    def _moved(self, field: _Field, by: int) -> _Field:
        return field._replace(number=next(self._numbers), low=field.low + by) if by else field

    def _window(self, index: int, field: _Field, run: range) -> _Field:
        """Behind one more window, of the same dilation as those before or the first of its own."""
        before = field if field.dilation == run.step else _Field(0, field.number, first=index)
        if before.mask.bit_length() + run[-1] - run[0] > _LONGEST:
            return self._fresh()
        behind = before._replace(
            number=next(self._numbers),
            low=before.low + run[0],
            mask=_spread(before.mask, len(run), run.step),
            dilation=run.step,
            windows=before.windows + 1,
            last=index,
        )
        if behind.windows > 1 and behind.has_holes:
            self._found.pop(before.last, None)
            self._found[index] = _stack(behind)
        return behind

    def _joined(self, one: _Field, other: _Field) -> _Field:
        """What either sees, if both begin at the same place; else a new beginning."""
        if one.number == other.number:
            return one
        if one.base == other.number:
            other = _Field(other.number, one.base)
        elif other.base == one.number:
            one = _Field(one.number, other.base)
        longer = max(one, other, key=lambda field: field.windows)
        dilations = {one.dilation, other.dilation} - {0}
        if one.base != other.base or len(dilations) > 1:
            return self._fresh()
        low = min(one.low, other.low)
        mask = one.mask << one.low - low | other.mask << other.low - low
        if mask.bit_length() > _LONGEST:
            return self._fresh()
        return longer._replace(number=next(self._numbers), low=low, mask=mask)


def _spread(mask: int, taps: int, step: int) -> int:
    """The set, once for each tap: doubled as often as that goes, for kernels of any size."""
    spread, reach = mask, 1
    while reach < taps:
        more = min(reach, taps - reach)
        spread |= spread << more * step
        reach += more
    return spread


def _stack(field: _Field) -> Stack:
    return Stack(
        field.first,
        field.last,
        field.windows,
        field.dilation,
        field.mask.bit_count(),
        field.mask.bit_length(),
    )
