"""Chunks at work: computed, and their rows made ready or written."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from convcalc.errors import InputError
from convcalc.sweep.chunks import Chunk, Chunks, joined
from convcalc.sweep.counts import Counts
from convcalc.sweep.front import Front
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.results import Parts
from convcalc.sweep.results.rows import Columns


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk that was computed elsewhere, and the bytes of its rows if there are to be any."""

    number: int
    chunk: Chunk
    rows: int
    body: bytes


class Worker:
    """Computes chunks by their numbers."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.sweep = recipe.sweep()
        self.chunks = Chunks(self.sweep, recipe.chunk)
        self.parts = Parts.of(self.sweep, self.chunks)
        self._front: Front | None = None

    def require(self, digest: str) -> None:
        """Raise InputError if this is not the sweep that another process has read."""
        if self.sweep.digest != digest:
            raise InputError("CC132", f"{self.recipe.word} is not the same here; begin again")

    def work(self, number: int) -> Chunk:
        """One chunk; its rows are in their file, and no more in memory."""
        chunk, columns = self._computed(number)
        if self.parts:
            self.parts.write(number, chunk, columns)
        return chunk

    def works(self, numbers: Sequence[int]) -> Chunk:
        """Some chunks, as one."""
        counts, front = Counts(), None
        for chunk in map(self.work, numbers):
            counts.add(chunk.counts)
            front = joined(front, chunk.front)
        return Chunk(counts, front, None)

    def part(self, number: int) -> Part:
        """One chunk for a process that has the disk: its rows as they are to be written."""
        chunk, columns = self._computed(number)
        if not self.parts or columns is None:
            return Part(number, chunk, 0, b"")
        body = io.BytesIO()
        self.parts.format.part(body, columns)
        return Part(number, chunk, len(columns["point"]), body.getvalue())

    def _computed(self, number: int) -> tuple[Chunk, Columns | None]:
        chunk = self.chunks.chunk(number, self._front, table=self.parts is not None)
        self._front = joined(self._front, chunk.front)
        return Chunk(chunk.counts, chunk.front, None), self._columns(chunk)

    def _columns(self, chunk: Chunk) -> Columns | None:
        if chunk.table is None:
            return None
        points = chunk.table.points
        terms = [term.text for term in self.sweep.columns]
        swept = self.sweep.space.columns(self.chunks.box_of(points))
        return {"point": points, **swept, **dict(zip(terms, chunk.table.columns, strict=True))}
