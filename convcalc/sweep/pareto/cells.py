"""Cells as numbers: exact, whatever kind of file they come from."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any, TypeAlias

import numpy as np

from convcalc.sweep.calculation import LARGEST, Array

Cells: TypeAlias = Sequence[Any] | Array

_EXACT = 2**53  # ints up to here are floats exactly


class CellError(Exception):
    """A cell is no number."""

    def __init__(self, row: int, cell: object) -> None:
        super().__init__()
        self.row, self.cell = row, cell


def number(cell: object) -> int | float | None:
    """The number in a cell; none where it is empty or NaN. Raises ValueError where it is none.

    >>> number("3"), number("0.5"), number(""), number("nan"), number(9007199254740993)
    (3, 0.5, None, None, 9007199254740993)
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise ValueError  # noqa: TRY004 — as int and float do
    value = _read(cell) if isinstance(cell, str) else cell
    return None if isinstance(value, float) and isnan(value) else value


def _read(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def numbers(cells: Cells) -> tuple[Array, Array | None]:
    """All cells as one array, and where there is no number, if that is anywhere.

    Ints are int64; where they are larger, or stand beside floats that would round them, the
    array holds Python's own numbers, which NumPy orders as exactly.

    Raises CellError for the first cell that is neither a number nor empty.
    """
    if isinstance(cells, np.ndarray):
        gaps = np.isnan(cells) if cells.dtype.kind == "f" else np.zeros(1, np.bool_)
        return cells, gaps if gaps.any() else None
    if cells and all(type(one) is str for one in cells):
        quick = _quick(cells)
        if quick is not None:
            return quick, None
    return _each(cells)


def _quick(cells: Sequence[Any]) -> Array | None:
    """Texts that all are ints, or all are floats, none of them NaN."""
    try:
        return _ints(list(map(int, cells)))
    except ValueError:
        pass
    try:
        found = np.array(list(map(float, cells)))
    except ValueError:
        return None
    return found if np.abs(found).max() < _EXACT else None  # NaN is not; 2**53 may be rounded


def _ints(values: list[int]) -> Array:
    large = max(values, default=0) > LARGEST or min(values, default=0) < -LARGEST
    return np.array(values, object if large else np.int64)


def _each(cells: Sequence[Any]) -> tuple[Array, Array | None]:
    values: list[int | float] = []
    gaps = np.zeros(len(cells), np.bool_)
    for row, cell in enumerate(cells):
        try:
            value = number(cell)
        except ValueError:
            raise CellError(row, cell) from None
        gaps[row] = value is None
        values.append(0 if value is None else value)
    return array_of(values), gaps if gaps.any() else None


def array_of(values: list[Any]) -> Array:
    """Python's numbers as an array, without any of them becoming another."""
    ints = [one for one in values if isinstance(one, int)]
    if len(ints) == len(values):
        return _ints(ints)
    exact = all(-_EXACT <= one <= _EXACT for one in ints)
    return np.array(values, np.float64 if exact else object)


def key(cell: object) -> object:
    """What a cell is compared by: numbers by their value, `1` as `1.0` as `1.00`; none if empty.

    >>> key("1") == key("1.00") == key(1.0), key(" relu"), key(True), key([3, 5]), key("")
    (True, 'relu', 'true', '3x5', None)
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, list):
        return "x".join(map(str, cell))
    try:
        return number(cell)
    except ValueError:
        return str(cell).strip()
