"""Files of results by their suffix, and stdin by what it holds."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from itertools import chain
from pathlib import Path

import numpy as np

from convcalc.errors import InputError
from convcalc.sweep.arrow import arrow
from convcalc.sweep.pareto.blocks import ROWS, Block, Places, Results, block_of
from convcalc.sweep.pareto.cells import Cells
from convcalc.sweep.pareto.text_files import read_csv, read_jsonl
from convcalc.sweep.results.formats import SUFFIXES

_STDIN = "<stdin>"


def read_results(word: str) -> Results:
    """The rows of a file, or of stdin where the word is `-`.

    Raises InputError for what is no such file; OSError where it cannot be opened.
    """
    if word == "-":
        return _sniffed(_STDIN, _lines(_STDIN))
    suffix = Path(word).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise InputError("CC107", f'"{word}" is of no known format; use {known}, or - for stdin')
    if suffix == ".parquet":
        return _parquet(word)
    return (read_csv if suffix == ".csv" else read_jsonl)(word, _lines(word))


def _sniffed(file: str, lines: Iterator[str]) -> Results:
    """JSON Lines begin with a brace, CSV with a name."""
    blank: list[str] = []
    for line in lines:
        if line.strip():
            whole: Iterable[str] = chain(blank, [line], lines)
            return (read_jsonl if line.lstrip()[0] == "{" else read_csv)(file, whole)
        blank.append(line)
    return read_csv(file, ())


def _lines(file: str) -> Iterator[str]:
    """The lines of a text, each with its end."""
    if file == _STDIN:
        source: Iterable[str] = sys.stdin
        if hasattr(sys.stdin, "buffer"):
            source = TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
        yield from _decoded(file, source)
        return
    with Path(file).open(encoding="utf-8-sig", newline="") as source:
        yield from _decoded(file, source)


def _decoded(file: str, source: Iterable[str]) -> Iterator[str]:
    try:
        yield from source
    except UnicodeDecodeError as error:
        sentence = f"{file}: byte {error.object[error.start]:#04x} is no UTF-8; save it as UTF-8"
        raise InputError("CC101", sentence) from None


def _parquet(file: str) -> Results:
    if not Path(file).exists():
        raise FileNotFoundError(2, "No such file or directory", file)
    pyarrow = arrow()
    try:
        source = pyarrow.parquet.ParquetFile(file)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise InputError("CC101", f"{file}: {error}") from None
    return Results(file, tuple(source.schema_arrow.names), _parquet_blocks(file, source))


def _parquet_blocks(file: str, source: object) -> Iterator[Block]:
    first = 1
    for batch in source.iter_batches(batch_size=ROWS):  # type: ignore[attr-defined]  # pyarrow's
        lines = range(first, first + len(batch))
        cells = {name: _cells(batch.column(name)) for name in batch.schema.names}
        yield block_of(cells, Places(file, lines, (), lambda *_: (1, 1)))
        first += len(batch)


def _cells(column: object) -> Cells:
    """An array where every cell is a number that NumPy holds exactly."""
    if str(column.type) in ("int64", "double") and not column.null_count:  # type: ignore[attr-defined]  # pyarrow's
        return np.asarray(column)
    return column.to_pylist()  # type: ignore[attr-defined,no-any-return]
