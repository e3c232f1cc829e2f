"""What git keeps, by its hash: all of it from one process."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Self

from convcalc.audit.revision.git import Git
from convcalc.audit.revision.problem import RevisionError

_SUBMODULE = 0o160000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a folder as git keeps it: what it is, and the hash of what it holds."""

    mode: int
    hash: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file, and no link."""
        return stat.S_ISREG(self.mode)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of the same repository."""
        return stat.S_ISDIR(self.mode)

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link; the path is what it holds."""
        return stat.S_ISLNK(self.mode)

    @property
    def is_submodule(self) -> bool:
        """Whether it is a submodule; the hash is that of its commit."""
        return self.mode == _SUBMODULE


@dataclass(frozen=True, slots=True)
class Kept:
    """An object: its size in bytes, and what it holds unless that is more than was asked for."""

    hash: str
    size: int
    data: bytes


class Objects:
    """The objects of a repository.

    Only hashes are asked for, never paths, so that a path may hold whatever the disk allows.
    """

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None
        self._folders: dict[str, Mapping[str, Entry] | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            with suppress(BrokenPipeError), self._process as process:  # closes the pipes and waits
                process.kill()
            self._process = None

    def folder(self, name: str) -> Mapping[str, Entry] | None:
        """What is in a folder, by its hash or `COMMIT^{tree}`; None where that is not kept."""
        if name not in self._folders:
            kept = self.kept(name)
            self._folders[name] = dict(_entries(kept)) if kept else None
        return self._folders[name]

    def text(self, name: str) -> str:
        """What a link holds: a path."""
        kept = self.kept(name)
        return os.fsdecode(kept.data) if kept else ""

    def kept(self, name: str, most: int | None = None) -> Kept | None:
        """An object; of one that is larger than `most` bytes only the size."""
        if self._process is None:
            self._process = self._git.start("cat-file", "--batch")
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:  # for the types: both are pipes
            raise TypeError(self._process)
        try:
            asked.write(name.encode() + b"\n")
            asked.flush()
            return _answer(answers, most)
        except (BrokenPipeError, EOFError):
            sentence = f"git ended while {name} was read; git fsck says what is broken"
            raise RevisionError.because(sentence) from None


def _answer(answers: IO[bytes], most: int | None) -> Kept | None:
    """One answer, to its end: `HASH TYPE SIZE`, what it holds, a line end; or `NAME missing`."""
    head = answers.readline()
    if not head.endswith(b"\n"):
        raise EOFError
    words = head.decode().split()
    if len(words) < 3:  # noqa: PLR2004 — as above
        return None
    size = int(words[2])
    wanted = most is None or size <= most
    chunks = [chunk if wanted else b"" for chunk in _chunks(answers, size + 1)]
    return Kept(words[0], size, b"".join(chunks)[:-1])


def _chunks(answers: IO[bytes], size: int) -> Iterator[bytes]:
    while size:
        chunk = answers.read(min(size, _CHUNK))
        if not chunk:
            raise EOFError
        yield chunk
        size -= len(chunk)


def _entries(kept: Kept) -> Iterator[tuple[str, Entry]]:
    """The lines of a folder: `MODE NAME`, a zero byte, and the hash in bytes."""
    data, at, width = kept.data, 0, len(kept.hash) // 2
    while at < len(data):
        space = data.index(b" ", at)
        zero = data.index(b"\0", space)
        end = zero + 1 + width
        name = os.fsdecode(data[space + 1 : zero])
        yield name, Entry(int(data[at:space], 8), data[zero + 1 : end].hex())
        at = end
