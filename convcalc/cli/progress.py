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


class Told:
    """Moves a bar by the bytes that are done, if there is one."""

    def __init__(self, advance: Advance | None) -> None:
        self._advance = advance
        self._done, self._due = 0, 0.0

    def __call__(self, number: int, size: int) -> None:
        """So many bytes more are done, up to the line of that number."""
        self._done += size
        if self._advance and monotonic() >= self._due:
            self._advance(f"{number:,} lines", by=self._done)
            self._done, self._due = 0, monotonic() + _EVERY

    def after(self, lines: Iterator[Line]) -> Iterator[Line]:
        """The same lines; each is told of when it is done."""
        return self._each(lines) if self._advance else lines

    def _each(self, lines: Iterator[Line]) -> Iterator[Line]:
        for line in lines:
            yield line
            self(line.number, line.size)
