"""A progress bar on a terminal's stderr; silent otherwise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from convcalc.cli import talk
from convcalc.jsonl import Line

if TYPE_CHECKING:
    from convcalc.report.progress_bar import Advance

_EVERY = 0.1  # seconds: a bar for each of thousands of lines would take longer than these
_shown: list[str] = []  # a terminal has room for one bar


@contextmanager
def progress(steps: int | None, title: str, *, long: bool = True) -> Iterator[Advance | None]:
    """Something to call after each step with its name, or nothing where nobody looks.

    There is no bar for what is done before it can be read, nor one inside another.
    """
    if _shown or talk.quiet or not long or not sys.stderr.isatty():
        yield None
        return
    from convcalc.report.progress_bar import bar  # noqa: PLC0415 — it loads rich

    _shown.append(title)
    try:
        with bar(steps, title) as advance:
            yield advance
    finally:
        _shown.clear()


def told(lines: Iterator[Line], advance: Advance | None) -> Iterator[Line]:
    """The same lines; the bar moves by the bytes of those that are done."""
    if advance is None:
        yield from lines
        return
    done, due = 0, 0.0
    for line in lines:
        yield line
        done += line.size
        if monotonic() >= due:
            advance(f"{line.number:,} lines", by=done)
            done, due = 0, monotonic() + _EVERY
