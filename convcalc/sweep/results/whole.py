"""Files that appear whole or not at all, and stay when the power fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file, which is there once it is done. Raises OSError."""
    with placed(path) as beside, beside.open("wb") as out:
        write(out)


@contextmanager
def placed(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """A path in a folder, or beside: what is written there takes its place, unless that fails."""
    beside = (folder or path.parent) / f"{path.name}.{os.getpid()}.tmp"
    try:
        yield beside
        _keep(beside)
        beside.replace(path)
        with suppress(OSError):  # not every system can
            _keep(path.parent)
    except OSError as error:
        if error.filename is None:  # a disk that is full does not say which
            error.filename = str(path)
        raise
    finally:
        beside.unlink(missing_ok=True)


def _keep(path: Path) -> None:
    """Wait until it has reached the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
