"""What a worker of a cluster is told, and does."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from threading import local
from time import perf_counter
from typing import NamedTuple

from convcalc import __version__
from convcalc.errors import InputError
from convcalc.sweep.work import Part, Worker


class Order(NamedTuple):
    """A sweep, and who asks for it. Of plain types, so that any version can read it."""

    version: str
    recipe: bytes  # pickled
    digest: str


class _Kept(local):
    """What a thread has made ready. Threads of a worker compute side by side."""

    recipe = b""
    worker: Worker | None = None


_kept = _Kept()


class Answer(NamedTuple):
    """What has become of some chunks, and how long it took. [s]"""

    parts: Sequence[Part]
    seconds: float


def computed(order: Order, numbers: Sequence[int]) -> Answer:
    """Some chunks. Raises InputError where the version or the sweep is not the same here."""
    if order.version != __version__:
        sentence = f"a worker has convcalc {__version__}, and {order.version} asks; install that"
        raise InputError("CC134", sentence)
    if _kept.worker is None or _kept.recipe != order.recipe:
        _kept.worker = Worker(pickle.loads(order.recipe))  # noqa: S301 — from our own client
        _kept.worker.require(order.digest)
        _kept.recipe = order.recipe
    begin = perf_counter()
    parts = list(map(_kept.worker.part, numbers))
    return Answer(parts, perf_counter() - begin)
