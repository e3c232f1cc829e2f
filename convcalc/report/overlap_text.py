"""The overlap map of a transposed convolution below its card or table, with the remedies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from convcalc.advice.axes import by_axis
from convcalc.notation import show_tuple
from convcalc.report.answer import Answer
from convcalc.report.command_line import typed
from convcalc.report.headline import arguments, layer_name, shapes
from convcalc.report.measured import marked
from convcalc.report.overlap_map import BLOCKS, View, overlap_map
from convcalc.report.screen import Screen, screen
from convcalc.report.style import colours, styled
from convcalc.variants.overlap import Overlap
from convcalc.variants.remedies import Remedy

_COUNTED = 16  # outputs of an axis whose copies are written out
_CHECKED = ("overlap", "overlap_inside")
_HEAD = ("remedies", "params", "macs", "ratio to this")


def write_overlaps(answers: Sequence[Answer], out: TextIO) -> None:
    """Each map that was asked for; of several, each under its title."""
    colour, place = colours(out), screen(out, BLOCKS)
    for answer in answers:
        if answer.overlap:
            title = [_title(answer, colour=colour)] if len(answers) > 1 else []
            lines = ["", *title, *_section(answer, answer.overlap, place, colour=colour)]
            out.writelines(f"{line}\n" for line in lines)


def _title(answer: Answer, *, colour: bool) -> str:
    cost = answer.cost
    title = f"{layer_name(cost.variant)}  {shapes(cost)}   {arguments(cost.arguments)}"
    return styled(title, "bold", on=colour)


def _section(answer: Answer, overlap: Overlap, place: Screen, *, colour: bool) -> Iterator[str]:
    picture = overlap_map(overlap.axes, columns=place.columns, blocks=place.blocks)
    title = f"overlap of the kernel copies, {_seen(picture.views)}"
    yield styled(title, "bold", on=colour) + _measured(answer)
    yield from (f"  {row}" for row in picture.rows)
    yield f"  {picture.legend}   copies on an output"
    yield from (f"  {line}" for line in by_axis(_along(picture.views)))
    yield from _verdict(overlap, colour=colour)
    if overlap.remedies:
        yield ""
        yield from _remedies(overlap.remedies, colour=colour)


def _seen(views: Sequence[View]) -> str:
    size = show_tuple([view.axis.out_size for view in views])
    if all(view.whole for view in views):
        return f"{size} outputs"
    return f"outputs {' x '.join(_span(view.outputs) for view in views)} of {size}"


def _span(outputs: range) -> str:
    return f"{outputs[0]}..{outputs[-1]}" if len(outputs) > 1 else str(outputs[0])


def _measured(answer: Answer) -> str:
    """What a run showed: on how many outputs as many copies lay as predicted."""
    checks = [check for check in answer.verified or () if check.quantity in _CHECKED]
    if not checks:
        return ""
    laid = f"{checks[0].measured} of {checks[0].predicted} agree"
    return f"   {marked(laid, ok=all(check.ok for check in checks))}"


def _along(views: Sequence[View]) -> Iterator[str]:
    """The copies along each axis; the map has their products."""
    for view in views[:-2]:
        (output,), (copies,) = view.outputs, view.copies
        yield f"cut at output {output}, on which {copies} lie"
    for view in views[-2:]:
        first = view.outputs.start
        shown = " ".join(map(str, view.copies[:_COUNTED]))
        goes_on = " .." if first + _COUNTED < view.axis.out_size else ""
        begins = f" (from output {first})" if first else ""
        yield f"{shown}{goes_on}{begins}"


def _verdict(overlap: Overlap, *, colour: bool) -> Iterator[str]:
    word, found = "checkers", f"{overlap.fewest} to {overlap.most} copies lie on an output inside"
    if overlap.even:
        word, found = "even", f"copies on every output inside: {overlap.most}"
    yield f"{styled(word, 'bold', on=colour)}: {found}, because"
    yield from (f"  {line}" for line in by_axis(axis.reason for axis in overlap.axes))
    if any(axis.inside.stop - axis.inside.start < axis.period for axis in overlap.axes):
        yield "  this input is too small to show it: no whole period lies inside"


def _remedies(found: Sequence[Remedy], *, colour: bool) -> Iterator[str]:
    rows = [_HEAD, *map(_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *lines = [_aligned(row, widths) for row in rows]
    yield styled(head, "bold", on=colour)
    for line, remedy in zip(lines, found, strict=True):
        yield line
        yield styled(f"    {remedy.remark}", "dim", on=colour)
        yield f"    {typed(remedy.layer)}"


def _row(remedy: Remedy) -> tuple[str, ...]:
    """What comes on top of the layer has a plus before its numbers."""
    plus = "" if remedy.replaces else "+ "
    numbers = (f"{remedy.cost.params:,}", f"{remedy.cost.macs:,}", remedy.times(4))
    return (f"  {remedy.name}", *(f"{plus}{number}" for number in numbers))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    numbers = zip(row[1:], widths[1:], strict=True)
    return f"{row[0]:<{widths[0]}}" + "".join(f"   {cell:>{width}}" for cell, width in numbers)
