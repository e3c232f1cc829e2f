"""The formats of results: how a part is written, and how parts become one file."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from convcalc.errors import InputError
from convcalc.sweep.results.rows import CSV, JSONL, Column, Columns, Text, shown
from convcalc.sweep.results.whole import placed

if TYPE_CHECKING:
    from types import ModuleType


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
        table = _arrow().table({name: _plain(column) for name, column in columns.items()})
        _parquet().write_table(table, out)

    def joined(self, path: Path, folder: Path, parts: Iterable[Path], names: Sequence[str]) -> None:
        """One file of all groups; without any rows, of the names alone."""
        parquet, writer = _parquet(), None
        with placed(path, folder) as beside:
            for part in parts:
                table = parquet.read_table(part)
                writer = writer or parquet.ParquetWriter(beside, table.schema)
                writer.write_table(table)
            if writer is None:
                parquet.write_table(_arrow().table({name: [] for name in names}), beside)
            else:
                writer.close()


def _plain(column: Column) -> Column:
    """Values that arrow knows: words that are not all of one kind are texts."""
    if not isinstance(column, list) or len({type(one) for one in column} - {tuple}) == 1:
        return column
    return [shown(one) for one in column]


def _arrow() -> ModuleType:
    try:
        import pyarrow as pa  # noqa: PLC0415 — an extra
    except ImportError:
        sentence = "a .parquet file needs pyarrow; pip install 'convcalc[parquet]', or use .csv"
        raise InputError("CC101", sentence) from None
    return pa  # type: ignore[no-any-return]


def _parquet() -> ModuleType:
    _arrow()
    import pyarrow.parquet  # noqa: PLC0415 — an extra

    return pyarrow.parquet  # type: ignore[no-any-return]


FORMATS: Mapping[str, Format] = {
    ".csv": Lines(CSV),
    ".jsonl": Lines(JSONL),
    ".parquet": Parquet(),
}
