"""Paths as they are written, and as they are from the top of a repository."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from convcalc.audit.revision.tree import Parts


class Top:
    """The top folder of a working tree, by whichever way it is come to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is = path.stat()
        self._known: dict[Path, Parts] = {}

    def parts(self, path: str) -> Parts:
        """The names of a path from the top; one from the root of the disk where it is outside."""
        return self._parts(Path.cwd() / path)

    def written(self, parts: Parts, like: str) -> str:
        """A path from the top in the manner of another: absolute, or from the working folder."""
        path = self.path.joinpath(*parts)
        return str(path) if Path(like).is_absolute() else os.path.relpath(path)

    def _parts(self, path: Path) -> Parts:
        if path not in self._known:
            here = self._is_top(path)
            self._known[path] = () if here else self._above(path)
        return self._known[path]

    def _above(self, path: Path) -> Parts:
        return (str(path),) if path.parent == path else (*self._parts(path.parent), path.name)

    def _is_top(self, path: Path) -> bool:
        """A link on the way, or another spelling of it, is the same folder all the same."""
        with suppress(OSError, ValueError):
            return os.path.samestat(path.stat(), self._is)
        return False
