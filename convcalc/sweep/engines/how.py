"""The ways in which a sweep can be run."""

from __future__ import annotations

from dataclasses import dataclass

PROCESSES, DASK = "processes", "dask"


@dataclass(frozen=True, slots=True)
class How:
    """How a sweep is run; the numbers are the same in all ways."""

    jobs: int = 1
    resume: bool = False
    overwrite: bool = False
    engine: str = PROCESSES
    scheduler: str | None = None  # of Dask; without one a cluster of this machine is made
