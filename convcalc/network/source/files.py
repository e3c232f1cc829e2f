"""Where the files of a network are: on the disk, unless told otherwise."""

from __future__ import annotations

import errno
import os
from pathlib import Path, PurePath
from typing import Protocol

from convcalc.network.source.decode import MAX_BYTES, too_large


class Files(Protocol):
    """Files as they are on the disk, or as they once were.

    Paths are those of the disk either way, relative ones from the working folder. What cannot be
    reached raises OSError with words that follow the file's name, or InputError.
    """

    def name(self, path: str) -> str:
        """What messages call a file."""

    def has(self, path: str) -> bool:
        """Whether there is such a file."""

    def real(self, path: str) -> PurePath:
        """Where a path leads, every link followed: two files are one if this is the same."""

    def read(self, path: str) -> bytes:
        """What a file holds. Raises InputError for more than is read of a network."""


class Disk:
    """The files as they are."""

    def name(self, path: str) -> str:
        """The path as it was written."""
        return path

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return Path(path).is_file()

    def real(self, path: str) -> PurePath:
        """Where a path leads, every link followed."""
        try:
            return Path(path).resolve()
        except RuntimeError:  # Python 3.11 and 3.12; later a link to itself is told when it is read
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None

    def read(self, path: str) -> bytes:
        """What a file holds."""
        with Path(path).open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            data = b"" if size > MAX_BYTES else stream.read(MAX_BYTES + 1)
        if size > MAX_BYTES or len(data) > MAX_BYTES:  # a device has no size
            raise too_large(path, size)
        return data


DISK: Files = Disk()
