"""Receptive fields of many points: asked of one network for each combination that they hang on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

from convcalc.analysis.field_end import with_field
from convcalc.analysis.receptive_field import Field, receptive_field
from convcalc.analysis.trail import trail
from convcalc.errors import InputError
from convcalc.graph import Graph, Node
from convcalc.ops.op import Op
from convcalc.sweep.numbers import Numbers, column
from convcalc.sweep.pool import Pool
from convcalc.sweep.rows import at, rows_of

_NO_WINDOW = ("out_channels", "groups", "bias", "out_features", "num_parameters", "heads")


@dataclass(frozen=True, slots=True)
class Fields:
    """Of the smallest axis each. [element]"""

    receptive_field: Any
    receptive_field_smallest: Any
    jump: Any
    offset: Any


def fields_of(graph: Graph, pool: Pool) -> Fields:
    """The fields of all points.

    Raises InputError where a network has none.
    """
    columns = {id(one): one for one in _columns(graph)}
    if not columns:
        return _smallest(receptive_field(_single(graph, None)))
    rows = rows_of([one.array for one in columns.values()])
    found = [_smallest(receptive_field(_single(graph, point))) for point in rows.points]
    names = [one.name for one in fields(Fields)]
    values = {name: [getattr(one, name) for one in found] for name in names}
    return Fields(
        **{name: column(rows.spread(values[name]), pool) for name in names},
    )


def _smallest(axes: tuple[Field, ...]) -> Fields:
    if not axes:
        raise InputError("CC202", "the network has no receptive field: its output has other axes")
    return Fields(
        receptive_field=min(one.size for one in axes),
        receptive_field_smallest=min(one.smallest for one in axes),
        jump=_number(min(one.jump for one in axes)),
        offset=min(one.offset for one in axes),
    )


def _number(jump: Fraction) -> int | float:
    return jump.numerator if jump.denominator == 1 else float(jump)


def _columns(graph: Graph) -> Iterator[Numbers]:
    """What fields hang on: the windows, and sizes where something is read as a whole."""
    steps = trail(with_field(graph)).steps
    sized = any(step.whole or step.node.op.bound_to_size for step in steps)
    for node in [step.node for step in steps]:
        for name, value in node.op.fields().items():
            if name not in _NO_WINDOW:
                yield from _inside(value)
        if sized:
            yield from _inside((node.output[1:], *[shape[1:] for shape in node.in_shapes]))


def _inside(value: object) -> Iterator[Numbers]:
    if isinstance(value, Numbers):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _inside(one)


def _single(graph: Graph, point: tuple[int, ...] | None) -> Graph:
    """The graph of one point; where none is given, of the first."""
    ops: dict[int, Op] = {}

    def node(one: Node) -> Node:
        if id(one.op) not in ops:
            ops[id(one.op)] = one.op.changed(**_at(one.op.fields(), point))
        return replace(
            one,
            op=ops[id(one.op)],
            in_shapes=_at(one.in_shapes, point),
            output=_at(one.output, point),
        )

    return replace(graph, inputs=_at(graph.inputs, point), nodes=tuple(map(node, graph.nodes)))


def _at(value: Any, point: tuple[int, ...] | None) -> Any:  # noqa: ANN401 — whatever holds columns
    if isinstance(value, Numbers):
        return at(value.array, point or (0,) * value.array.ndim).item()
    if isinstance(value, dict):
        return {key: _at(one, point) for key, one in value.items()}
    if isinstance(value, tuple):
        made = [_at(one, point) for one in value]
        return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
    return value
