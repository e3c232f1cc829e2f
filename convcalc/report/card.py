"""One layer as a card: a number a line, exact and rounded, with what the run measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from convcalc.analysis.cost import FLOPS_PER_MAC, tensor_bytes
from convcalc.dtypes import bits_of
from convcalc.notation import show_tuple
from convcalc.notation.rounding import byte_text, percent, rounded
from convcalc.report.answer import Answer
from convcalc.report.headline import arguments, layer_name, shapes
from convcalc.report.measured import layer_field, share_that_agrees, total
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


@dataclass(frozen=True, slots=True)
class Layout:
    """The widths of the columns. [columns]"""

    exact: int
    rounded: int
    measured: int
    remark: int

    @property
    def first(self) -> int:
        """Where the third column begins: what a run measured."""
        return 2 + _LABEL + 2 + self.exact + self.rounded + 3

    @property
    def whole(self) -> int:
        """The widest line."""
        return self.first + self.measured + 3 * bool(self.measured) + self.remark


def card(answer: Answer, *, colour: bool, columns: int | None = None) -> str:
    """The whole card, without a newline at its end; rounded numbers only where they fit."""
    cost = answer.cost
    title = f"{layer_name(cost.variant)}  {shapes(cost)}   {arguments(cost.arguments)}"
    lines = [*_lines(answer)]
    layout = _layout(lines, columns)
    body = [_line(line, layout, colour=colour) for line in lines]
    field = f"  receptive field {show_tuple(cost.receptive_field)}, jump {_jump_text(cost.jump)}"
    seen = layer_field(answer)
    confirmed = f"{field:<{layout.first}}{seen}" if seen else field
    return "\n".join([styled(title, "bold", on=colour), *body, confirmed, *_ops(answer)])


def _layout(lines: Sequence[Line], columns: int | None) -> Layout:
    exact = max(_EXACT, *(len(line.exact) - _UNIT * line.is_size for line in lines))
    measured, remark = (
        max(len(getattr(line, name)) for line in lines) for name in ("measured", "remark")
    )
    natural = Layout(exact, _ROUNDED, measured, remark)
    narrow = columns is not None and natural.whole > columns
    return replace(natural, rounded=0) if narrow else natural


def _lines(answer: Answer) -> Iterator[Line]:
    cost, macs = answer.cost, answer.value("macs")
    batch = f", batch {cost.batch}" if cost.batch > 1 else ""
    waste = cost.macs - cost.effective_macs
    on = "the work is on padding" if cost.variant != "conv_transpose" else "the work is cut off"
    remark = f"{percent(waste, cost.macs)} of {on}" if waste else ""
    yield _count("params", answer.value("params"), total(answer, "params"))
    yield _count("macs", macs, total(answer, "macs"), batch.removeprefix(", "))
    yield _count("effective macs", cost.effective_macs, total(answer, "effective_macs"), remark)
    per_mac = f"{FLOPS_PER_MAC} per MAC" if answer.flops == FLOPS_PER_MAC * macs else ""
    yield _count("flops", answer.flops, "", per_mac)
    yield Line("weights", byte_text(cost.weights_bytes), remark=cost.dtype, is_size=True)
    yield Line(
        "output",
        byte_text(tensor_bytes(cost.output, cost.batch, bits_of(cost.dtype))),
        measured=total(answer, "output"),
        remark=f"{cost.dtype}, batch {cost.batch}",
        is_size=True,
    )
    if answer.verified is not None:
        yield Line("values", measured=share_that_agrees(answer), remark="agree with plain loops")


def _count(label: str, value: int, measured: str, remark: str = "") -> Line:
    return Line(label, f"{value:,}", rounded(value), measured, remark)


def _line(line: Line, layout: Layout, *, colour: bool) -> str:
    width = layout.exact + _UNIT if line.is_size else layout.exact
    left = f"  {line.label:<{_LABEL}}  {line.exact:>{width}}"
    human = "" if line.is_size or not layout.rounded else f"{line.rounded:>{layout.rounded}}"
    measured = f"{line.measured:<{layout.measured}}   " if layout.measured else ""
    text = f"{left + human:<{layout.first - 3}}   {measured}"
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
