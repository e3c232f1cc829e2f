"""Chunks on a Dask cluster: that of a scheduler, or one that is made on this machine.

A worker gets what was asked, the texts of all files with it, and sends back what a chunk has come
to, and its rows as bytes. This process alone writes, so workers need no disk in common.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pkgutil import resolve_name
from types import ModuleType
from typing import Any

from convcalc import __version__
from convcalc.errors import InputError
from convcalc.sweep.chunks import Chunk
from convcalc.sweep.engines.how import How
from convcalc.sweep.engines.lost import LostError
from convcalc.sweep.engines.order import Order, computed
from convcalc.sweep.engines.signals import unheard
from convcalc.sweep.engines.window import Window
from convcalc.sweep.work import Part, Worker

_PATIENCE = 30  # seconds until a scheduler has a worker
_HERE = "of this machine"
# Dask tells glibc to give all memory back at once, and to fetch it again costs a tenth of the time.
_KEEP_MEMORY = {"MALLOC_TRIM_THRESHOLD_": "268435456", "MALLOC_MMAP_THRESHOLD_": "33554432"}


def chunks(worker: Worker, numbers: Sequence[int], how: How) -> Iterator[Chunk]:
    """Each chunk as it comes, written where there is a file.

    Raises what a worker raises; LostError where the scheduler is gone, or workers end again and
    again; OSError where a part cannot be written.
    """
    order = Order(__version__, pickle.dumps(worker.recipe), worker.sweep.digest)
    with _client(how) as client:
        _require_same_version(client, how.scheduler)
        for part in _parts(client, order, numbers, how.scheduler):
            if worker.parts:
                worker.parts.keep(part.number, part.chunk, part.rows, part.body)
            yield part.chunk


@contextmanager
def _client(how: How) -> Iterator[Any]:
    distributed = _distributed()
    for name in ("distributed", "distributed.client"):  # what is lost is told in one sentence
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if how.scheduler is None:
        with _local(distributed, how.jobs) as cluster, distributed.Client(cluster) as client:
            yield client
        return
    try:
        client = distributed.Client(how.scheduler)
    except (OSError, ValueError) as error:
        sentence = f"no Dask scheduler is at {how.scheduler} ({error}); start one: dask scheduler"
        raise InputError("CC134", sentence) from None
    with client:
        yield client


def _distributed() -> ModuleType:
    try:
        import distributed  # noqa: PLC0415 — an extra, and slow
    except ImportError:
        sentence = "--engine dask needs Dask; pip install 'convcalc[dask]', or leave it out"
        raise InputError("CC101", sentence) from None
    return distributed  # type: ignore[no-any-return]


def _local(distributed: ModuleType, jobs: int) -> Any:  # noqa: ANN401 — Dask's own
    for name, value in _KEEP_MEMORY.items():
        os.environ.setdefault(name, value)  # read by processes as they start
    with unheard():
        return distributed.LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )


def _require_same_version(client: Any, scheduler: str | None) -> None:  # noqa: ANN401
    """Raise InputError unless every worker has this version; there must be one."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        found = client.run(resolve_name, "convcalc:__version__", on_error="return")
    except OSError:  # TimeoutError is one
        sentence = f"the Dask scheduler at {scheduler} has no worker; start one: dask worker"
        raise InputError("CC134", f"{sentence} {scheduler}") from None
    for address, version in found.items():
        if version != __version__:
            has = f"convcalc {version}" if isinstance(version, str) else "no convcalc"
            sentence = f"the worker {address} has {has}, and this is {__version__}"
            raise InputError("CC134", f"{sentence}; install the same there")


def _parts(
    client: Any,  # noqa: ANN401 — Dask's own
    order: Order,
    numbers: Sequence[int],
    scheduler: str | None,
) -> Iterator[Part]:
    """Few are under way at a time, however many there are."""
    from distributed import KilledWorker, as_completed  # noqa: PLC0415 — an extra

    window = Window(lambda: sum(client.nthreads().values()), numbers)
    futures = as_completed()
    try:
        while True:
            for task in window.filled(futures.count()):
                futures.add(client.submit(computed, order, task, pure=False))
            if futures.is_empty():
                return
            parts, seconds = next(futures).result()
            window.took(len(parts), seconds)
            yield from parts
    except CancelledError:
        sentence = f"the Dask scheduler {_named(scheduler)} is lost"
        raise LostError("CC133", sentence) from None
    except KilledWorker:
        sentence = "a chunk has ended several Dask workers, perhaps for want of memory"
        raise LostError("CC133", f"{sentence}; give each of them more") from None


def _named(scheduler: str | None) -> str:
    return f"at {scheduler}" if scheduler else _HERE
