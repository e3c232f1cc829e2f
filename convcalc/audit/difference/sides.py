"""The two sides that a command line asks for."""

from __future__ import annotations

from convcalc.audit.difference.reading import Settings, side
from convcalc.audit.difference.side import Side
from convcalc.errors import InputError

_USAGE = "write convcalc diff A B, or convcalc diff --base REV [A]"


def asked_sides(
    old: str | None, new: str | None, base: str | None, settings: Settings
) -> tuple[Side, Side]:
    """What it was, and what it is.

    Raises InputError where one side is missing, or there is one too many.
    """
    if base is not None:
        raise InputError("CC100", f"--base {base}: not yet; {_USAGE}")
    if old is None or new is None:
        raise InputError("CC100", f"there are two sides to a difference; {_USAGE}")
    return side(old, settings), side(new, settings)
