"""A graph on a longer input: long enough that fields lie inside, and as long as windows fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, lcm
from typing import NamedTuple

from convcalc.analysis.grid import grids
from convcalc.analysis.receptive_field import Field
from convcalc.analysis.trail import Trail, trail
from convcalc.errors import InputError
from convcalc.graph import Builder, Graph
from convcalc.ops.op import Shape

_LONGEST = 2**14  # elements along an axis; what sees farther is not asked for


@dataclass(frozen=True, slots=True)
class Longer:
    """A graph on a longer input, and some neighbouring outputs whose fields lie inside of it."""

    graph: Graph
    outputs: range
    period: int  # the first output is a multiple of it


def longer(graph: Graph, axis: int, fields: tuple[Field, ...]) -> Iterator[Longer]:
    """A graph of such fields on inputs that are long enough along an axis.

    Each tensor grows or shrinks by whole positions, so that all windows and paddings stay.
    There are a period of outputs and one more. Along the other axes the input is narrow at
    first; then it is as long there too, since in a narrow one a window may lie on padding only.

    None where something is read as a whole, which would grow too, or in steps that depend on
    its size; where another input does not fit, or where all would be too long.

    >>> from convcalc.analysis.receptive_field import receptive_field
    >>> from convcalc.variants import Conv
    >>> stem = Conv(out_channels=64, kernel_size=7, stride=2, padding=3).graph((3, 4, 224))
    >>> for found in longer(stem, 0, receptive_field(stem)):
    ...     print(found.graph.inputs, found.outputs)
    ((3, 16, 2),) range(3, 5)
    ((3, 16, 224),) range(3, 5)
    """
    way = trail(graph)
    bound = any(step.node.op.bound_to_size for step in way.steps)
    if way.wholes or bound or not all(field.jump for field in fields):
        return
    channels, *sizes = graph.inputs[0]
    axes = [_axis(way, number, field) for number, field in enumerate(fields)]
    long = [one.long(size) for one, size in zip(axes, sizes, strict=True)]
    narrow = [one.narrow(size) for one, size in zip(axes, sizes, strict=True)]
    for others in (narrow, long) if max(long) <= _LONGEST else ():
        try:
            found = with_input(graph, (channels, *others[:axis], long[axis], *others[axis + 1 :]))
        except InputError:
            continue
        if found.shape(found.outputs[0])[axis + 1] > axes[axis].outputs[-1]:
            yield Longer(found, axes[axis].outputs, axes[axis].period)


class _Axis(NamedTuple):
    """Along one axis: which outputs are to lie inside, and what input that takes."""

    outputs: range
    period: int
    needed: int
    step: int  # by which the input may be longer

    def long(self, size: int) -> int:
        """At least as long as it is and as is needed."""
        return size + max(-(-(self.needed - size) // self.step), 0) * self.step

    def narrow(self, size: int) -> int:
        """As short as may be."""
        return (size - 1) % self.step + 1


def _axis(way: Trail, axis: int, field: Field) -> _Axis:
    known = grids(way, axis)
    period = known[way.target].period
    # A period more on both sides: the fields within one begin and end a little apart.
    first = -(-max(ceil(-field.offset / field.jump), 0) // period) * period + period
    outputs = range(first, first + period + 1)
    needed = ceil((outputs[-1] + period) * field.jump) + field.offset + field.size + 1
    return _Axis(outputs, period, needed, lcm(*[one.down for one in known.values()]))


def with_input(graph: Graph, shape: Shape) -> Graph:
    """What the first output of a graph comes from, for another shape of the first input.

    Other inputs keep their proportion to it. Raises InputError when a rule does not hold.
    """
    first, *others = graph.inputs
    build = Builder(shape, *[_in_proportion(one, first, shape) for one in others])
    tensors = dict(enumerate(range(len(graph.inputs))))
    needed = _needed(graph)
    for number, node in enumerate(graph.nodes, start=len(graph.inputs)):
        if number in needed:
            read = [tensors[tensor] for tensor in node.inputs]
            tensors[number] = build.add(node.path, node.spec, *read)
    return build.graph(tensors[graph.outputs[0]])


def _in_proportion(other: Shape, old: Shape, new: Shape) -> Shape:
    """The other input, grown as the first one; as it was along axes where that is no size."""
    if len(other) != len(old):
        return other
    sizes = zip(other[1:], old[1:], new[1:], strict=True)
    return (other[0], *[size * n // o if size * n % o == 0 else size for size, o, n in sizes])


def _needed(graph: Graph) -> set[int]:
    """The tensors that the first output comes from, itself among them."""
    first = len(graph.inputs)
    needed = {graph.outputs[0]}
    for number in range(graph.outputs[0], first - 1, -1):
        if number in needed:
            needed.update(graph.nodes[number - first].inputs)
    return needed
