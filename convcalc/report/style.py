"""Emphasis in a terminal. Only weights, green and red: they read on light and on dark."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TextIO

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}


def colours(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether to emphasise: NO_COLOR, FORCE_COLOR, TERM=dumb, else whether it is a terminal."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return environ.get("TERM") != "dumb" and stream.isatty()


def styled(text: str, style: str, *, on: bool) -> str:
    r"""The text in a style.

    >>> styled("x", "bold", on=False), styled("x", "bold", on=True)
    ('x', '\x1b[1mx\x1b[0m')
    """
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if on and text else text
