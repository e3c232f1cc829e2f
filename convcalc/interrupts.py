"""Ctrl-C reaches every process of a terminal; the one that started the others is to decide."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_wait(*, spawned: bool) -> Iterator[None]:
    """Let ctrl-C wait in this thread; processes that it starts meanwhile never hear it.

    Those that are `spawned` load everything first, and would hear it before they can refuse.
    """
    if sys.platform == "win32":  # which has no masks of signals
        yield
        return
    if spawned:
        from multiprocessing.resource_tracker import ensure_running  # noqa: PLC0415 — no Windows

        ensure_running()  # it would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
