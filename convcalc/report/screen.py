"""What the place that is written to can show."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TextIO

COLUMNS = 80  # off a terminal


@dataclass(frozen=True, slots=True)
class Screen:
    """Its width, and whether it can show blocks."""

    columns: int = COLUMNS
    blocks: bool = True


def screen(out: TextIO, drawn: str) -> Screen:
    """The screen behind a stream that is to show the characters `drawn`."""
    return Screen(_columns(out), _can_encode(out, drawn))


def _columns(out: TextIO) -> int:
    try:
        return os.get_terminal_size(out.fileno()).columns or COLUMNS
    except OSError:  # no terminal, or no file at all
        return COLUMNS


def _can_encode(out: TextIO, drawn: str) -> bool:
    try:
        drawn.encode(out.encoding or "utf-8")  # a StringIO has none
    except UnicodeEncodeError:
        return False
    return True
