"""Files that are read once and then known, so that a sweep can be read where there are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from convcalc.network.files import DISK


@dataclass(frozen=True, slots=True)
class Kept:
    """What was asked of the disk is kept, and goes along to another process, or machine.

    Nothing that changes on the disk changes it.
    """

    _names: dict[str, bool] = field(default_factory=dict)
    _real: dict[str, PurePath] = field(default_factory=dict)
    _texts: dict[str, bytes] = field(default_factory=dict)

    def name(self, path: str) -> str:
        """What messages call a file."""
        return DISK.name(path)

    def has(self, path: str) -> bool:
        """Whether there was such a file."""
        if path not in self._names:
            self._names[path] = DISK.has(path)
        return self._names[path]

    def real(self, path: str) -> PurePath:
        """Where a path led, every link followed."""
        if path not in self._real:
            self._real[path] = DISK.real(path)
        return self._real[path]

    def read(self, path: str) -> bytes:
        """What a file held."""
        if path not in self._texts:
            self._texts[path] = DISK.read(path)
        return self._texts[path]
