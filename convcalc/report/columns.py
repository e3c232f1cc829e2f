"""The one table of columns from which text, plain, CSV and Markdown are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from convcalc.notation import show_tuple
from convcalc.report.answer import Answer
from convcalc.report.headline import arguments, layer_name


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in machine formats, its title, and its value."""

    key: str
    title: str
    value: Callable[[Answer], int | str]


COLUMNS: tuple[Column, ...] = (
    Column("variant", "layer", lambda answer: layer_name(answer.cost.variant)),
    Column("input", "input", lambda answer: show_tuple(answer.cost.input)),
    Column("output", "output", lambda answer: show_tuple(answer.cost.output)),
    Column("arguments", "arguments", lambda answer: arguments(answer.cost.arguments)),
    Column("batch", "batch", lambda answer: answer.cost.batch),
    Column("dtype", "dtype", lambda answer: answer.cost.dtype),
    Column("params", "params", lambda answer: answer.value("params")),
    Column("macs", "macs", lambda answer: answer.value("macs")),
    Column("effective_macs", "effective macs", lambda answer: answer.cost.effective_macs),
    Column("flops", "flops", lambda answer: answer.flops),
    Column("weights_bytes", "weights B", lambda answer: answer.cost.weights_bytes),
    Column("activations", "activations", lambda answer: answer.cost.activations),
    Column("traffic_bytes", "traffic B", lambda answer: answer.cost.traffic_bytes),
    Column("receptive_field", "field", lambda answer: show_tuple(answer.cost.receptive_field)),
    Column("jump", "jump", lambda answer: show_tuple(answer.cost.jump)),
)
VERIFIED = Column("verified", "verified", lambda answer: "✓" if answer.confirmed else "✗")

_CONSTANT = frozenset({"variant", "input", "batch", "dtype"})


def columns(*, verified: bool) -> tuple[Column, ...]:
    """Every column, and whether the run confirms it where it was run."""
    return (*COLUMNS, VERIFIED) if verified else COLUMNS


def columns_for(answers: Sequence[Answer]) -> tuple[Column, ...]:
    """The columns of these answers."""
    return columns(verified=any(answer.verified is not None for answer in answers))


def varying(answers: Sequence[Answer]) -> tuple[Column, ...]:
    """Those columns worth reading: what is the same in all rows is said once, in the title."""
    return tuple(
        column
        for column in columns_for(answers)
        if column.key not in _CONSTANT or len({column.value(answer) for answer in answers}) > 1
    )
