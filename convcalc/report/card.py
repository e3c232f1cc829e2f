"""One layer as a card: a number a line, exact and rounded, with what the run measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from convcalc.analysis.cost import FLOPS_PER_MAC, tensor_bytes
from convcalc.dtypes import bits_of
from convcalc.notation import show_tuple
from convcalc.report.answer import Answer
from convcalc.report.headline import arguments, layer_name, shapes
from convcalc.report.measured import layer_field, share_that_agrees, total
from convcalc.report.numbers import byte_text, percent, rounded
from convcalc.report.style import styled

_LABEL, _EXACT, _ROUNDED, _UNIT = 14, 11, 11, 2


@dataclass(frozen=True, slots=True)
class Line:
    """One number: label, value in one of two columns, what a run measured, a remark."""

    label: str
    exact: str = ""
    rounded: str = ""
    measured: str = ""
    remark: str = ""
    is_size: bool = False  # its unit stands beyond the column of digits


def card(answer: Answer, *, colour: bool) -> str:
    """The whole card, without a newline at its end."""
    cost = answer.cost
    title = f"{layer_name(cost.variant)}  {shapes(cost)}   {arguments(cost.arguments)}"
    lines = [*_lines(answer)]
    wide = max(_EXACT, *(len(line.exact) - _UNIT * line.is_size for line in lines))
    run = max((len(line.measured) for line in lines), default=0)
    body = [_line(line, wide, run, colour=colour) for line in lines]
    field = f"  receptive field {show_tuple(cost.receptive_field)}, jump {_jump_text(cost.jump)}"
    seen = layer_field(answer)
    confirmed = f"{field:<{_measured_column(wide)}}{seen}" if seen else field
    return "\n".join([styled(title, "bold", on=colour), *body, confirmed, *_ops(answer)])


def _lines(answer: Answer) -> Iterator[Line]:
    cost, counted = answer.cost, answer.counted
    params = counted.value("params", cost.params) if counted else cost.params
    macs = counted.value("macs", cost.macs) if counted else cost.macs
    batch = f", batch {cost.batch}" if cost.batch > 1 else ""
    waste = cost.macs - cost.effective_macs
    on = "the work is on padding" if cost.variant != "conv_transpose" else "the work is cut off"
    remark = f"{percent(waste, cost.macs)} of {on}" if waste else ""
    yield _count("params", params, total(answer, "params"))
    yield _count("macs", macs, total(answer, "macs"), batch.removeprefix(", "))
    yield _count("effective macs", cost.effective_macs, total(answer, "effective_macs"), remark)
    yield _count("flops", FLOPS_PER_MAC * macs, "", f"{FLOPS_PER_MAC} per MAC")
    yield Line("weights", byte_text(cost.weights_bytes), remark=cost.dtype, is_size=True)
    yield Line(
        "output",
        byte_text(tensor_bytes(cost.output, cost.batch, bits_of(cost.dtype))),
        measured=total(answer, "output"),
        remark=f"{cost.dtype}, batch {cost.batch}",
        is_size=True,
    )
    if answer.verified is not None:
        yield Line("values", measured=share_that_agrees(answer), remark="against plain loops")


def _count(label: str, value: int, measured: str, remark: str = "") -> Line:
    return Line(label, f"{value:,}", rounded(value), measured, remark)


def _measured_column(wide: int) -> int:
    return 2 + _LABEL + 2 + wide + _ROUNDED + 3


def _line(line: Line, wide: int, run: int, *, colour: bool) -> str:
    width = wide + _UNIT if line.is_size else wide
    left = f"  {line.label:<{_LABEL}}  {line.exact:>{width}}"
    human = "" if line.is_size else f"{line.rounded:>{_ROUNDED}}"
    measured = f"{line.measured:<{run}}   " if run else ""
    text = f"{left + human:<{_measured_column(wide) - 3}}   {measured}"
    return (text + styled(line.remark, "dim", on=colour)).rstrip()


def _jump_text(jump: tuple[Fraction, ...]) -> str:
    same = len(set(jump)) == 1
    return str(jump[0]) if same else show_tuple(jump)


def _ops(answer: Answer) -> Iterator[str]:
    """The primitive operators, where there is more than one."""
    ops = answer.cost.ops
    if len(ops) == 1:
        return
    rows = [
        (op.node.path, show_tuple(op.node.output), f"{op.params:,}", f"{op.macs:,}") for op in ops
    ]
    head = ("operator", "output", "params", "macs")
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    yield ""
    for path, output, params, macs in (head, *rows):
        yield (
            f"  {path:<{widths[0]}}  {output:>{widths[1]}}"
            f"  {params:>{widths[2]}}  {macs:>{widths[3]}}"
        )
