"""Data on stdout; a pipe that closes early ends quietly."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO


def emit(write: Callable[[TextIO], object]) -> bool:
    """Let `write` fill stdout. Whether somebody still reads."""
    with suppress(AttributeError):  # a replaced stdout need not be a text file of the system
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        write(sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
        return False
    return True


def finish(code: int) -> int:
    """The earned code, after the last of the output has left."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
    return code


def _close_quietly() -> None:
    """Point stdout at nothing, so that Python's own flush at exit has nowhere to fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
