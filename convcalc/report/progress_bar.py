"""A progress bar that leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import Progress


class Advance(Protocol):
    """Told of each step: its name, and how much of the whole it was."""

    def __call__(self, step: str, by: int = 1) -> None:
        """One step more is done."""


@contextmanager
def bar(steps: int | None, title: str) -> Iterator[Advance]:
    """A bar on stderr of so many steps; it moves to and fro where nobody knows how many."""
    console = Console(stderr=True)
    # What goes to stdout is data, and is none of its business.
    with Progress(console=console, transient=True, redirect_stdout=False) as shown:
        task = shown.add_task(title, total=steps)

        def advance(step: str, by: int = 1) -> None:
            shown.update(task, advance=by, description=f"{title}: {step}")

        yield advance
