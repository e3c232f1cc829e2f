"""What a sweep would be: its size, its first points, and about how long it would take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from convcalc.sweep.chunks import Chunks
from convcalc.sweep.counts import Counts
from convcalc.sweep.model import Sweep

_FIRST = 5  # points that are shown
_TRIED = 2**16  # points at most that are computed to learn how fast it goes


@dataclass(frozen=True, slots=True)
class Outlook:
    """A sweep before it is run."""

    sweep: Sweep
    sizes: Mapping[str, int]  # values of each axis; vars that move together as one
    first: tuple[Mapping[str, object], ...]
    tried: Counts  # what became of the points that were computed
    seconds: float  # about, in one process


def outlook(sweep: Sweep) -> Outlook:
    """Look at a sweep: its first chunk, or a part of it, is computed, and nothing is kept."""
    small = Chunks(sweep, _TRIED)
    begin = perf_counter()
    tried = small.chunk(len(small) // 2).counts
    seconds = (perf_counter() - begin) * sweep.points / max(tried.points, 1)
    count = min(_FIRST, sweep.points)
    listed = sweep.space.listed(small.box_of(np.arange(count)))
    first = [{name: values[at] for name, values in listed.items()} for at in range(count)]
    sizes = {", ".join(axis.values): len(axis) for axis in sweep.space.axes}
    return Outlook(sweep, sizes, tuple(first), tried, seconds)
