"""The two sides that a command line asks for."""

from __future__ import annotations

from convcalc.audit.difference.reading import Settings, side
from convcalc.audit.difference.side import Side
from convcalc.errors import InputError

_USAGE = "write convcalc diff A B, or convcalc diff --base REV [A]"


def asked_sides(
    old: str | None, new: str | None, base: str | None, settings: Settings
) -> tuple[Side, Side]:
    """What was, and what is.

    Raises InputError where one side is missing, or there is one too many.
    """
    if base is not None:
        if new is not None:
            raise InputError(
                "CC100", f"--base {base} is a side too, so {new} is one more; {_USAGE}"
            )
        from convcalc.audit.difference import revisions  # noqa: PLC0415 — files need no git

        return revisions.since(base, old, settings)
    if old is None or new is None:
        raise InputError("CC100", f"a difference has two sides; {_USAGE}")
    return side(old, settings), side(new, settings)
