"""What is said beside the data: on stderr, and not at all when quiet."""

from __future__ import annotations

import sys

from convcalc.report.style import colours, styled

quiet = False


def note(text: str) -> None:
    """A remark that changes no exit code."""
    if not quiet:
        _say(text, "dim")


def warning(text: str) -> None:
    """What was found and may become an error. Said even when quiet."""
    _say(text, "yellow")


def error(text: str) -> None:
    """Why it cannot run, or what was found. Said even when quiet."""
    _say(text, "red")


def _say(text: str, colour: str) -> None:
    kind, colon, rest = text.partition(": ")
    head = styled(kind, colour, on=colours(sys.stderr))
    sys.stderr.write(f"{head}{colon}{rest}\n")
