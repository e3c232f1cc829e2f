"""The formats of results: how a part is written, and how parts become one file."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from convcalc.sweep.arrow import arrow
from convcalc.sweep.results.rows import CSV, JSONL, Column, Columns, Text, shown
from convcalc.sweep.results.whole import placed


class Format(ABC):
    """One kind of file."""

    @abstractmethod
    def part(self, out: BinaryIO, columns: Columns) -> None:
        """Write a part. Raises OSError."""

    @abstractmethod
    def joined(self, path: Path, folder: Path, parts: Iterable[Path], names: Sequence[str]) -> None:
        """Write all parts as one file, in their order, by way of the folder. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Lines(Format):
    """Text, a line for each point."""

    text: Text

    def part(self, out: BinaryIO, columns: Columns) -> None:
        """The lines, without what stands before all of them."""
        out.writelines(self.text.blocks(columns))

    def joined(self, path: Path, folder: Path, parts: Iterable[Path], names: Sequence[str]) -> None:
        """The head, then the parts as they are."""
        with placed(path, folder) as beside, beside.open("wb") as out:
            out.write(self.text.head(names).encode())
            for part in parts:
                with part.open("rb") as lines:
                    shutil.copyfileobj(lines, out, 2**20)


class Parquet(Format):
    """Columns, a group of rows for each part that has any."""

    def part(self, out: BinaryIO, columns: Columns) -> None:
        """A file of its own."""
        pyarrow = arrow()
        table = pyarrow.table({name: _plain(column) for name, column in columns.items()})
        pyarrow.parquet.write_table(table, out)

    def joined(self, path: Path, folder: Path, parts: Iterable[Path], names: Sequence[str]) -> None:
        """One file of all groups; without any rows, of the names alone."""
        pyarrow, writer = arrow(), None
        with placed(path, folder) as beside:
            for part in parts:
                table = pyarrow.parquet.read_table(part)
                writer = writer or pyarrow.parquet.ParquetWriter(beside, table.schema)
                writer.write_table(table)
            if writer is None:
                empty = pyarrow.table({name: [] for name in names})
                pyarrow.parquet.write_table(empty, beside)
            else:
                writer.close()


def _plain(column: Column) -> Column:
    """Values that arrow knows: words that are not all of one kind are texts."""
    if not isinstance(column, list) or len({type(one) for one in column} - {tuple}) == 1:
        return column
    return [shown(one) for one in column]


FORMATS: Mapping[str, Format] = {
    ".csv": Lines(CSV),
    ".jsonl": Lines(JSONL),
    ".parquet": Parquet(),
}
SUFFIXES = tuple(FORMATS)
