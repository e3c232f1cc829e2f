"""A progress bar on a terminal's stderr; silent otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from convcalc.cli import talk


@contextmanager
def progress(steps: int, title: str) -> Iterator[Callable[[str], None] | None]:
    """Something to call after each step with its name, or nothing where nobody looks."""
    if talk.quiet or not sys.stderr.isatty() or steps == 1:
        yield None
        return
    from convcalc.report.progress_bar import bar  # noqa: PLC0415 — it loads rich

    with bar(steps, title) as advance:
        yield advance
