"""Engines by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from convcalc.sweep.chunks import Chunk
from convcalc.sweep.engines import cluster, processes
from convcalc.sweep.engines.how import DASK, PROCESSES, How
from convcalc.sweep.work import Worker

Engine: TypeAlias = Callable[[Worker, Sequence[int], How], Iterator[Chunk]]
ENGINES: Mapping[str, Engine] = {PROCESSES: processes.chunks, DASK: cluster.chunks}
