"""What changed, in every format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from convcalc.audit.difference import Change, Fact, LayerChange, NetworkChange
from convcalc.audit.difference.side import Value
from convcalc.notation import show_tuple
from convcalc.report.difference_record import (
    Told,
    difference_record,
    network_records,
    percent_number,
)
from convcalc.report.difference_rows import largest, side_text
from convcalc.report.difference_sheet import layers_sheet, totals_sheet
from convcalc.report.sheet import FORMATS, Cell, Sheet, json_lines

KEYS = ("network", "mark", "path", "metric", "old", "new", "change", "percent")
NOTHING = "nothing changed"
_NAMED = 10  # networks


def write_difference(told: Told, form: str, out: TextIO) -> None:
    """Write what changed in a format of the interface."""
    _WRITERS[form](told, form, out)


def _sheets(told: Told, form: str, out: TextIO) -> None:
    """A sheet of totals and one of layers for each network; what is the same in one line."""
    gap = ""
    for sheet in _each_sheet(told):
        out.write(gap)
        if form == "markdown" and sheet.caption:
            out.write(f"**{sheet.caption}**\n\n")
        FORMATS[form](sheet, out)
        gap = "\n"
    same = [network for network in told.found.networks if network.same]
    if told.found.same:
        out.write(f"{_nothing(same)}\n")
    elif same:
        out.write(f"{gap}{_nothing(same)} in {_named(same)}\n")


def _nothing(same: Sequence[NetworkChange]) -> str:
    """Of what is not counted nobody knows."""
    return f"{NOTHING} that is counted" if any(network.partial for network in same) else NOTHING


def _named(same: Sequence[NetworkChange]) -> str:
    names = [network.name for network in same]
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} other networks"


def _each_sheet(told: Told) -> Iterator[Sheet]:
    for network in told.found.networks:
        if network.valid and not network.same:
            if network.totals or not network.layers:
                yield totals_sheet(network, told)
            if network.layers:
                yield layers_sheet(network, told)


def _json(told: Told, form: str, out: TextIO) -> None:
    del form
    out.write(json.dumps(difference_record(told), indent=2, ensure_ascii=False) + "\n")


def _jsonl(told: Told, form: str, out: TextIO) -> None:
    """A network a line."""
    del form
    out.writelines(json_lines(network_records(told)))


def _csv(told: Told, form: str, out: TextIO) -> None:
    del form
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(KEYS)
    writer.writerows(_machine_rows(told))


def _plain(told: Told, form: str, out: TextIO) -> None:
    del form
    out.writelines("\t".join(map(str, row)) + "\n" for row in _machine_rows(told))


def _machine_rows(told: Told) -> Iterator[list[Cell]]:
    """A row for each number that changed, exact: totals without a path, then layers."""
    for network in told.found.networks:
        if not network.valid:
            continue
        for change in _totals(network):
            yield [network.name, network.mark, "", *_numbers(change)]
        for layer in largest(network.layers, told.top)[0]:
            yield from _layer_rows(network, layer)


def _totals(network: NetworkChange) -> list[Change]:
    """Those that changed; what is not counted is told where it did not, too."""
    found = [one for one in network.totals if one.metric != network.uncounted.metric]
    return [*found, network.uncounted] if network.partial else found


def _layer_rows(network: NetworkChange, layer: LayerChange) -> Iterator[list[Cell]]:
    first: list[Cell] = [network.name, layer.mark, layer.layer.path]
    if layer.was:
        yield [*first, "path", layer.was, layer.layer.path, "", ""]
    for fact in layer.facts():
        yield [*first, *_fact(fact)]
    for change in layer.metrics:
        yield [*first, *_numbers(change)]


def _fact(fact: Fact) -> list[Cell]:
    return [fact.name, side_text(fact, fact.old), side_text(fact, fact.new), "", ""]


def _numbers(change: Change) -> list[Cell]:
    values = [_cell(value) for value in (change.old, change.new, change.difference)]
    percent = percent_number(change)
    shown = show_tuple(percent) if isinstance(percent, list) else percent
    return [change.metric, *values, "" if shown is None else str(shown)]


def _cell(value: Value | None) -> Cell:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return show_tuple(value)
    return value if isinstance(value, int) else str(value)


_WRITERS: dict[str, Callable[[Told, str, TextIO], None]] = {
    "table": _sheets,
    "markdown": _sheets,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "plain": _plain,
}
