"""Receptive fields of many points: asked of one network for each combination that they hang on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from convcalc.analysis.field_end import with_field
from convcalc.analysis.receptive_field import Field, receptive_field
from convcalc.analysis.trail import trail
from convcalc.errors import InputError
from convcalc.graph import Graph, Node
from convcalc.ops.op import Op
from convcalc.sweep.numbers import Numbers, column
from convcalc.sweep.pool import Pool
from convcalc.sweep.rows import Rows, at, rows_of

_NO_WINDOW = (
    *("out_channels", "groups", "bias", "out_features", "num_parameters", "heads"),
    *("learned", "inner", "rows", "num_embeddings", "embedding_dim"),
)


class Fields(NamedTuple):
    """Of the smallest axis each. [element]"""

    receptive_field: Any  # a column or a number, as those that follow
    receptive_field_smallest: Any
    jump: Any
    offset: Any


# What was asked already: an outline of what is read, with numbers for its columns.
KnownFields: TypeAlias = dict[object, Fields]


def fields_of(graph: Graph, pool: Pool, known: KnownFields) -> Fields:
    """The fields of all points.

    Raises InputError where a network has none.
    """
    columns: dict[int, Numbers] = {}
    outline = _outline(graph, columns)
    rows = rows_of([one.array for one in columns.values()])
    found = []
    for point, numbers in zip(rows.points, rows.numbers, strict=True):
        key = outline, numbers
        if key not in known:
            known[key] = _smallest(receptive_field(_single(graph, point)))
        found.append(known[key])
    return Fields(*[_column(rows, some, pool) for some in zip(*found, strict=True)])


def _column(rows: Rows, values: Sequence[int | float], pool: Pool) -> Any:  # noqa: ANN401 — or a number
    return values[0] if len(values) == 1 else column(rows.spread(values), pool)


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


def _outline(graph: Graph, columns: dict[int, Numbers]) -> object:
    """All that fields hang on: windows, and sizes where something is read as a whole.

    Columns are gathered, and stand in it by the place at which they were.
    """
    asked = with_field(graph)
    way = trail(asked)
    sized = any(step.whole or step.node.op.bound_to_size for step in way.steps)
    outline: list[object] = [way.target, len(asked.shape(asked.outputs[0])), len(graph.inputs[0])]
    for step in way.steps:
        node = step.node
        kept = {key: one for key, one in node.op.fields().items() if key not in _NO_WINDOW}
        shapes = (node.output[1:], *[shape[1:] for shape in node.in_shapes]) if sized else ()
        said = _without_columns((*kept.values(), *shapes), columns)
        outline.append((type(node.op), step.number, step.inputs, step.whole, step.passes, said))
    return tuple(outline)


def _without_columns(value: object, columns: dict[int, Numbers]) -> object:
    if isinstance(value, Numbers):
        columns.setdefault(id(value), value)
        return "column", list(columns).index(id(value))
    if isinstance(value, tuple):
        return tuple([_without_columns(one, columns) for one in value])
    return value


def _single(graph: Graph, point: tuple[int, ...]) -> Graph:
    """The graph of one point; where a column has more axes, of the first step along each."""
    ops: dict[int, Op] = {}

    def node(one: Node) -> Node:
        if id(one.op) not in ops:
            ops[id(one.op)] = one.op.changed(**_at(one.op.fields(), point))
        return one._replace(
            op=ops[id(one.op)],
            in_shapes=_at(one.in_shapes, point),
            output=_at(one.output, point),
        )

    return graph._replace(inputs=_at(graph.inputs, point), nodes=tuple(map(node, graph.nodes)))


def _at(value: Any, point: tuple[int, ...]) -> Any:  # noqa: ANN401 — whatever holds columns
    if isinstance(value, Numbers):
        return at(value.array, point or (0,) * value.array.ndim).item()
    if isinstance(value, dict):
        return {key: _at(one, point) for key, one in value.items()}
    if isinstance(value, tuple):
        made = [_at(one, point) for one in value]
        return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
    return value
