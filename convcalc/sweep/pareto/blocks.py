"""Rows of a file that are read together, each of which knows its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from convcalc.errors import InputError, Place, Problem
from convcalc.sweep.calculation import Array
from convcalc.sweep.pareto.cells import Cells, numbers

Spot: TypeAlias = Callable[[str, str], tuple[int, int]]  # of a column in a line: where, how wide

ROWS = 2**15  # of a block


@dataclass(frozen=True, slots=True)
class Places:
    """Where rows stand."""

    file: str
    lines: Sequence[int]
    texts: Sequence[str]  # the lines themselves, where the file is text
    spot: Spot

    def taken(self, rows: Sequence[int] | Array) -> Places:
        """Those of some rows."""
        lines = [self.lines[row] for row in rows]
        texts = [self.texts[row] for row in rows] if self.texts else ()
        return Places(self.file, lines, texts, self.spot)

    def place(self, row: int, name: str) -> Place:
        """Where a cell stands."""
        text = self.texts[row].rstrip("\r\n") if self.texts else ""
        column, width = self.spot(text, name) if text else (1, 1)
        return Place(self.file, self.lines[row], column, max(width, 1), text)


@dataclass(frozen=True)
class Column:
    """The cells of a column, and where they stand."""

    name: str
    cells: Cells
    places: Places

    @cached_property
    def numbers(self) -> tuple[Array, Array | None]:
        """The cells as numbers, and where there is none. Raises CellError for words."""
        return numbers(self.cells)

    def taken(self, rows: Sequence[int] | Array, places: Places) -> Column:
        """Some of the rows, which stand in these places."""
        cells = self.cells[rows] if isinstance(self.cells, np.ndarray) else _some(self.cells, rows)
        return Column(self.name, cells, places)

    def problem(self, row: int, message: str) -> InputError:
        """What is wrong with a cell, at its place."""
        problem = Problem("CC105", f"{self.name}: {message}")
        return InputError.of([problem.at(self.places.place(row, self.name))])


def _some(cells: Sequence[Any], rows: Sequence[int] | Array) -> list[Any]:
    return [cells[row] for row in rows]


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of one length, by their names."""

    columns: Mapping[str, Column]
    length: int

    def __len__(self) -> int:
        return self.length

    def taken(self, rows: Sequence[int] | Array) -> Block:
        """Some of the rows."""
        places = {id(one.places): one.places for one in self.columns.values()}
        taken = {which: one.taken(rows) for which, one in places.items()}
        columns = {
            name: one.taken(rows, taken[id(one.places)]) for name, one in self.columns.items()
        }
        return Block(columns, len(rows))

    def record(self, row: int) -> dict[str, Any]:
        """A row with every cell as it is."""
        return {name: one.cells[row] for name, one in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Results:
    """A file of rows: the names of its columns, and its blocks, which are read once."""

    file: str
    names: tuple[str, ...]
    blocks: Iterator[Block]


def block_of(cells: Mapping[str, Cells], places: Places) -> Block:
    """A block of columns whose cells stand in the same lines."""
    columns = {name: Column(name, some, places) for name, some in cells.items()}
    return Block(columns, len(places.lines))
