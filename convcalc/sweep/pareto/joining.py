"""Columns of another file, beside the rows that have the same keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from convcalc.errors import InputError, Problem, nearest
from convcalc.sweep.pareto.blocks import Block, Column, Places, Results
from convcalc.sweep.pareto.cells import Cells, key
from convcalc.sweep.pareto.files import read_results

Keys = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Which file, and the columns by which rows are matched."""

    file: str
    on: tuple[str, ...]


@dataclass(slots=True)
class Scores:
    """The other file, read whole: for each of its keys, where its row is."""

    on: tuple[str, ...]
    columns: dict[str, list[Any]]  # without those of the keys
    places: Places
    rows: dict[Keys, int]
    used: set[int] = field(default_factory=set)

    @property
    def unmatched(self) -> int:
        """Rows of it that belong to none of the results."""
        return len(self.rows) - len(self.used)

    def matched(self, block: Block) -> list[int]:
        """The rows of a block that have a match."""
        return [row for row, one in enumerate(keys_of(block, self.on)) if one in self.rows]

    def joined(self, block: Block, rows: list[int]) -> Block:
        """Rows that have a match, with the columns of that."""
        some = block.taken(rows)
        others = [self.rows[one] for one in keys_of(some, self.on)]
        self.used.update(others)
        places = self.places.taken(others)
        added = {
            name: Column(name, [cells[other] for other in others], places)
            for name, cells in self.columns.items()
        }
        return Block({**some.columns, **added}, len(rows))


def keys_of(block: Block, on: Sequence[str]) -> list[Keys]:
    """The key of each row."""
    columns = [map(key, _plain(block.columns[name].cells)) for name in on]
    return list(zip(*columns, strict=True))


def _plain(cells: Cells) -> Sequence[Any]:
    return cells if isinstance(cells, list | tuple) else cells.tolist()  # type: ignore[union-attr]  # an array


def read_scores(join: Join, results: Results) -> Scores:
    """The other file.

    Raises InputError where it lacks a key, has one twice, or a column that the results have too.
    """
    other = read_results(join.file)
    for name in join.on:
        for one in (results, other):
            if name not in one.names:
                hint = nearest(name, one.names) or f"; it has {', '.join(one.names)}"
                raise InputError("CC102", f'--on: {one.file} has no column "{name}"{hint}')
    added = [name for name in other.names if name not in join.on]
    both = [name for name in added if name in results.names]
    if both:
        sentence = f"{results.file} and {other.file} both have {', '.join(both)}; rename one"
        raise InputError("CC104", f"--join: {sentence}, or match by it")
    return _read(other, join.on, added)


def _read(other: Results, on: tuple[str, ...], added: list[str]) -> Scores:
    columns: dict[str, list[Any]] = {name: [] for name in added}
    lines: list[int] = []
    texts: list[str] = []
    rows: dict[Keys, int] = {}
    places = Places(other.file, (), (), lambda *_: (1, 1))
    for block in other.blocks:
        places = block.columns[on[0]].places
        first = len(lines)
        lines += places.lines
        texts += places.texts
        for row, one in enumerate(keys_of(block, on)):
            if one in rows:
                place = places.place(row, on[0])
                shown = ", ".join(f"{name} {cell}" for name, cell in zip(on, one, strict=True))
                message = f"{shown} is in line {lines[rows[one]]} too; give each key one row"
                raise InputError.of([Problem("CC104", message, place=place)])
            if None not in one:
                rows[one] = first + row
        for name in added:
            column = block.columns.get(name)
            columns[name] += _plain(column.cells) if column else [None] * len(block)
    return Scores(on, columns, Places(other.file, lines, texts, places.spot), rows)
