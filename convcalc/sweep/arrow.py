"""Arrow, which reads and writes Parquet: an extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convcalc.errors import InputError

if TYPE_CHECKING:
    from types import ModuleType


def arrow() -> ModuleType:
    """The library, its `parquet` with it. Raises InputError where it is not installed."""
    try:
        import pyarrow.parquet  # noqa: PLC0415 — an extra, and slow
    except ImportError:
        sentence = "a .parquet file needs pyarrow; pip install 'convcalc[parquet]', or use .csv"
        raise InputError("CC101", sentence) from None
    return pyarrow  # type: ignore[no-any-return]
