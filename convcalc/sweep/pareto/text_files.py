"""Rows of .csv and of .jsonl."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, count, islice
from typing import Any, TypeVar

from convcalc.errors import InputError, Place, Problem
from convcalc.sweep.pareto.blocks import ROWS, Block, Places, Results, block_of

T = TypeVar("T")


Row = tuple[int, str, list[str]]  # the number and the text of its first line, and its cells


@dataclass(slots=True)
class Lines:
    """Lines of a text, counted as they are taken."""

    left: Iterator[str]
    taken: int = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.left:
            self.taken += 1
            yield line

    def block(self) -> list[str]:
        """The next lines, many at once."""
        found = list(islice(self.left, ROWS))
        self.taken += len(found)
        return found


def read_csv(file: str, text: Iterable[str]) -> Results:
    """Rows under a head of names. Raises InputError with the place of what cannot be read."""
    lines = Lines(iter(text))
    _, head, names = next(_rows(file, lines), (1, "", []))
    if not names:
        raise _broken(file, 1, "", "there is no head; the first line names the columns")
    twice = next((one for at, one in enumerate(names) if one in names[:at]), None)
    if twice is not None:
        raise _broken(file, 1, head, f'the head names "{twice}" twice; give each column its own')
    return Results(file, tuple(names), _csv_blocks(file, lines, names))


def _rows(file: str, lines: Lines) -> Iterator[Row]:
    """Every row that is not blank; it may go over several lines."""
    pulled: list[str] = []

    def pull() -> Iterator[str]:
        for line in lines:
            pulled.append(line)
            yield line

    def first() -> tuple[int, str]:
        return lines.taken - len(pulled) + 1, pulled[0].rstrip("\r\n") if pulled else ""

    try:
        for row in csv.reader(pull(), strict=True):
            if row:
                yield (*first(), row)
            pulled.clear()
    except csv.Error as error:
        raise _broken(file, *first(), f"{error}; no row of CSV") from None


def _csv_blocks(file: str, lines: Lines, names: list[str]) -> Iterator[Block]:
    spot = partial(_csv_spot, names)
    for some in _row_blocks(file, lines):
        for number, text, row in some:
            if len(row) != len(names):
                message = f"{len(row)} cells under {len(names)} names; make them as many"
                raise _broken(file, number, text.rstrip("\r\n"), message)
        numbers, texts, cells = zip(*some, strict=True)
        columns = dict(zip(names, zip(*cells, strict=True), strict=True))
        yield block_of(columns, Places(file, numbers, texts, spot))


def _row_blocks(file: str, lines: Lines) -> Iterator[list[Row]]:
    """Rows, many at once; where nothing is in quotes, each line is one."""
    while block := lines.block():
        first = lines.taken - len(block) + 1
        if any('"' in line for line in block) or max(map(len, block)) >= csv.field_size_limit():
            rest = Lines(chain(block, lines.left), first - 1)
            yield from _batches(_rows(file, rest))
            return
        rows = zip(count(first), block, csv.reader(block), strict=False)
        if found := [row for row in rows if row[2]]:
            yield found


def _csv_spot(names: list[str], text: str, name: str) -> tuple[int, int]:
    """Where the cell of a column begins, and how wide it is; commas in quotes part no cells.

    >>> _csv_spot(["a", "b"], '"1,5",20', "b")
    (7, 2)
    """
    quoted, starts = False, [0]
    for at, char in enumerate(text):
        quoted ^= char == '"'
        if char == "," and not quoted:
            starts.append(at + 1)
    number = names.index(name)
    if number >= len(starts):
        return 1, len(text)
    end = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
    return starts[number] + 1, end - starts[number]


def read_jsonl(file: str, lines: Iterable[str]) -> Results:
    """An object a line; the first block says which columns there are."""
    blocks = _jsonl_blocks(file, lines)
    first = next(blocks, None)
    if first is None:
        raise _broken(file, 1, "", "there are no rows; write one JSON object a line")
    return Results(file, tuple(first.columns), chain([first], blocks))


def _jsonl_blocks(file: str, lines: Iterable[str]) -> Iterator[Block]:
    rows = ((at, line.strip()) for at, line in enumerate(lines, start=1) if line.strip())
    for some in _batches(rows):
        records = [_record(file, number, text) for number, text in some]
        names = dict.fromkeys(name for record in records for name in record)
        cells = {name: [record.get(name) for record in records] for name in names}
        numbers, texts = zip(*some, strict=True)
        yield block_of(cells, Places(file, numbers, texts, _jsonl_spot))


def _record(file: str, number: int, text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"{error.msg}; write one JSON object a line"
        raise _broken(file, number, text, problem, error.colno) from None
    except (ValueError, RecursionError) as error:
        raise _broken(file, number, text, f"{error}; write one JSON object a line") from None
    if not isinstance(record, dict):
        raise _broken(file, number, text, "the line is no object; write one JSON object a line")
    return record


def _jsonl_spot(text: str, name: str) -> tuple[int, int]:
    """Where the key of a column stands."""
    written = json.dumps(name, ensure_ascii=False)
    return max(text.find(written), 0) + 1, len(written)


def _batches(rows: Iterator[T]) -> Iterator[list[T]]:
    while some := list(islice(rows, ROWS)):
        yield some


def _broken(file: str, number: int, text: str, message: str, column: int = 1) -> InputError:
    width = max(len(text), 1) if column == 1 else 1
    return InputError.of(
        [Problem("CC106", message, place=Place(file, number, column, width, text))]
    )
