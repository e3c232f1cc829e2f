"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

_NEW = 0o666  # less what the umask takes away


def write_whole(path: str, write: Callable[[TextIO], object]) -> None:
    """Let `write` fill a file, which others see as it was or as it is meant.

    A device or a pipe cannot be replaced and is written to directly. Raises OSError.
    """
    target = Path(os.path.realpath(path))  # a link stays, the file that it means is replaced
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            write(out)
    else:
        _replace(target, write)


def _replace(target: Path, write: Callable[[TextIO], object]) -> None:
    mode = _mode(target)
    beside = target.with_name(f".convcalc-{os.urandom(8).hex()}")
    new = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW)
    try:
        with open(new, "w", encoding="utf-8", errors="replace", newline="\n") as out:  # noqa: PTH123 — opened above
            write(out)
            out.flush()
            os.fsync(out.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _mode(target: Path) -> int | None:
    """The permissions that stay. Raises PermissionError where they forbid to write."""
    if not target.exists():
        return None
    with target.open("a"):
        return target.stat().st_mode & 0o7777
