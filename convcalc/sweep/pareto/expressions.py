"""Expressions over the columns of a block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from convcalc.errors import InputError, Place, Problem, nearest
from convcalc.network.expression import Expression, ExpressionError, parse
from convcalc.sweep.calculation import Array
from convcalc.sweep.pareto.blocks import Block
from convcalc.sweep.pareto.cells import CellError, array_of, key


@dataclass(frozen=True, slots=True)
class Term:
    """An expression, or the name of a column, which may be written like one: `resolution*width`."""

    text: str
    flag: str
    expression: Expression | None  # none where it is a column

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that it needs."""
        if self.expression is None:
            return (self.text,)
        return tuple(dict.fromkeys(name.text for name in self.expression.names))

    def values(self, block: Block) -> Array:
        """A number for each row, none of which has a gap in a column that is needed.

        Raises InputError for a cell that is no number, or where nothing can be computed.
        """
        if self.expression is None:
            column = block.columns[self.text]
            try:
                found: Array = column.numbers[0]
            except CellError as error:
                message = f'"{error.cell}" is no number; correct it, or leave it empty'
                raise column.problem(error.row, message) from None
            return found
        made = self._evaluated(block, self.expression)
        if made.dtype.kind == "b":
            made = made.astype(np.int64)
        return made

    def holds(self, block: Block) -> Array:
        """Whether it is true, row by row."""
        holds: Array = self.values(block) != 0
        return holds

    def _evaluated(self, block: Block, expression: Expression) -> Array:
        arrays, words = {}, []
        for name in self.names:
            column = _array(block, name)
            if column is None:
                words.append(name)
            else:
                arrays[name] = column
        if not words:
            return self._on(arrays, expression, len(block))
        return self._by_words(block, arrays, words, expression)

    def _by_words(
        self, block: Block, arrays: dict[str, Array], words: list[str], expression: Expression
    ) -> Array:
        """Rows with the same words go together, since an array holds none."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for row, cells in enumerate(zip(*[block.columns[one].cells for one in words], strict=True)):
            groups.setdefault(tuple(map(key, cells)), []).append(row)
        found: list[Any] = [None] * len(block)
        for cells, rows in groups.items():
            some = {name: array[rows] for name, array in arrays.items()}
            names = {**some, **dict(zip(words, cells, strict=True))}
            values = self._on(names, expression, len(rows)).tolist()
            for row, value in zip(rows, values, strict=True):
                found[row] = value
        return array_of([int(one) if isinstance(one, bool) else one for one in found])

    def _on(self, names: dict[str, Any], expression: Expression, length: int) -> Array:
        try:
            value = expression.value(names)
        except ExpressionError as error:
            raise _wrong(error, self.flag, self.text) from None
        if isinstance(value, str):
            sentence = f'{self.flag} {self.text}: "{value}" is no number; compare it with =='
            raise InputError("CC105", sentence)
        if isinstance(value, np.ndarray):
            return value
        return array_of([value]).repeat(length)


def _array(block: Block, name: str) -> Array | None:
    """A column as an array; none where it has words, or numbers of more than 64 bits."""
    try:
        found = block.columns[name].numbers[0]
    except CellError:
        return None
    return None if found.dtype.kind == "O" else found


def read_terms(flag: str, texts: tuple[str, ...], known: tuple[str, ...]) -> tuple[Term, ...]:
    """What is given to a flag. Raises InputError for what cannot be read, or no column."""
    return tuple(_term(flag, text.strip(), known) for text in texts)


def _term(flag: str, text: str, known: tuple[str, ...]) -> Term:
    if text in known:
        return Term(text, flag, None)
    try:
        expression = parse(text)
    except ExpressionError as error:
        raise _wrong(error, flag, text) from None
    for name in expression.names:
        if name.text not in known:
            message = f'there is no column "{name.text}"{nearest(name.text, known)}'
            place = Place(flag, 1, name.start + 1, len(name.text), text)
            note = f"columns: {', '.join(known)}"
            raise InputError.of([Problem("CC110", message, place=place, note=note)])
    return Term(text, flag, expression)


def _wrong(error: ExpressionError, flag: str, text: str) -> InputError:
    place = Place(flag, 1, error.start + 1, error.width, text)
    return InputError.of([Problem(error.code, error.message, place=place)])


def parted(text: str, known: tuple[str, ...]) -> list[str]:
    """The parts of a list; commas inside of brackets part nothing, and names stay whole.

    >>> parted("macs,max(a, b)", ()), parted("a,b", ("a,b",))
    (['macs', 'max(a, b)'], ['a,b'])
    """
    if text in known:
        return [text]
    parts, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts
