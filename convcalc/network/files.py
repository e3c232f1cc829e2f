"""Where the files of a network are: on the disk, unless told otherwise."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Protocol

from convcalc.errors import InputError

MAX_BYTES = 6 * 10**6  # of a text: 100,000 layers, each written out, are 5 MB
MAX_MODEL_BYTES = 2**31  # of a model that is read into memory: protobuf takes no more


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


@contextmanager
def told_as(file: str) -> Iterator[None]:
    """What the system says of a file becomes an InputError that names it."""
    try:
        yield
    except OSError as error:
        raise unreadable(file, error.strerror or str(error)) from None
    except ValueError as error:  # a path with NUL, or a stream that is closed
        raise unreadable(file, str(error)) from None


def too_large(file: str, size: int | None = None) -> InputError:
    """More than is read; the size in bytes, where it is known."""
    has = f"it has {size:,} bytes" if size else "it has more bytes"
    most = f"than the {MAX_BYTES:,} that are read" if not size else f"and {MAX_BYTES:,} are read"
    return unreadable(file, f"{has} {most}; write layers that recur once, with repeat: or each:")


def unreadable(file: str, why: str) -> InputError:
    """A file as a whole: it has no place."""
    return InputError("CC101", f"{file}: {why}")
