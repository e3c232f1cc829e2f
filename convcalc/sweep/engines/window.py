"""How many chunks are under way at once on a cluster, which may grow and shrink."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from time import monotonic
from typing import Any

_AHEAD = 2  # chunks that wait for each thread
_EVERY = 1.0  # seconds after which the threads are counted again


class Window:
    """Room for a few chunks per thread."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 — Dask's own
        self._client = client
        self._size = 0
        self._due = 0.0

    def filled(self, left: Iterator[int], under_way: int) -> list[int]:
        """The next numbers, as many as there is room for; one at least if none is under way."""
        if monotonic() >= self._due:
            self._size = max(1, _AHEAD * sum(self._client.nthreads().values()))
            self._due = monotonic() + _EVERY
        return list(islice(left, max(self._size - under_way, 0)))
