"""A progress bar that leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress


@contextmanager
def bar(steps: int, title: str) -> Iterator[Callable[[str], None]]:
    """A bar on stderr of so many steps."""
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=steps)

        def advance(step: str) -> None:
            shown.update(task, advance=1, description=f"{title}: {step}")

        yield advance
