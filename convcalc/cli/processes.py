"""How many processes share a long input, and from where on they are worth their start."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from convcalc.errors import InputError

Method = Literal["fork", "spawn"]

_MOST = 8  # more are hardly fed by one that reads and writes
# Lines that are answered in well more than the time in which the processes start.
_WORTH: Mapping[Method, int] = {"fork": 4_000, "spawn": 20_000}
_MUCH = 2**15  # bytes: half of what a pipe holds, so that its producer is ahead


@dataclass(frozen=True, slots=True)
class Processes:
    """At most so many; `auto` waits until there is much to do."""

    most: int
    auto: bool

    @classmethod
    def of(cls, jobs: str) -> Processes:
        """As many as `auto` or a number says.

        Raises InputError for another word.

        >>> Processes.of("2")
        Processes(most=2, auto=False)
        """
        if jobs == "auto":
            return cls(min(_processors(), _MOST), auto=True)
        if jobs.isascii() and jobs.isdecimal() and int(jobs) > 0:
            return cls(int(jobs), auto=False)
        raise InputError(
            "CC105", f'jobs: cannot read "{jobs}"; write auto or a number of processes, from 1'
        )

    def wanted(self, *, lines: int, size: int) -> bool:
        """Whether to begin with them, after so many lines, with `size` bytes at hand."""
        if self.most == 1 or not size:
            return False
        return not self.auto or (size >= _MUCH and lines >= _WORTH[method()])


def method() -> Method:
    """How a process starts: `fork` takes milliseconds, `spawn` a new start of the program.

    A thread, such as a progress bar's, may hold a lock, which a fork would copy. Elsewhere than
    on Linux the system's own libraries have threads, or there is no fork.
    """
    alone = sys.platform == "linux" and threading.active_count() == 1
    return "fork" if alone else "spawn"


def _processors() -> int:
    """Those that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
