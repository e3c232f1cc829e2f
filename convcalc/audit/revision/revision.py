"""The files of a commit, for networks to be read from."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from convcalc.audit.revision.top import Top
from convcalc.audit.revision.tree import Tree, Way
from convcalc.network.files import MAX_BYTES, MAX_MODEL_BYTES, too_large
from convcalc.network.model_file import is_model


class Revision:
    """A commit; its files have the paths that they have on the disk, as networks name them.

    `load(path, files=revision)` is the network as it was, its imports as they were.
    """

    def __init__(
        self, commit: str, label: str, top: Top, tree: Tree, renames: Callable[[], dict[str, str]]
    ) -> None:
        self.commit = commit  # its whole hash
        self.label = label  # what messages call it
        self._top = top
        self._tree = tree
        self._renames = renames

    def name(self, path: str) -> str:
        """A file as `git show` takes it: `main:nets/a.yaml`, from the top."""
        return f"{self.label}:{os.path.normpath(PurePath(*self._top.parts(path)))}"

    def has(self, path: str) -> bool:
        """Whether the commit has such a file."""
        return self._way(path).is_file

    def real(self, path: str) -> PurePath:
        """Where a path leads, every link of the commit followed, as a path of the disk."""
        return PurePath(os.path.normpath(self._top.path.joinpath(*self._way(path).parts)))

    def read(self, path: str) -> bytes:
        """What a file held. Raises OSError where there is none, InputError for too much."""
        way = self._way(path)
        if way.wrong:
            raise OSError(errno.ENOENT, way.wrong)
        if way.node is None:
            raise FileNotFoundError(errno.ENOENT, "there is no such file")
        if not way.is_file:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        most = MAX_MODEL_BYTES if is_model(path) else MAX_BYTES
        kept = way.node.objects.kept(way.node.entry.hash, most)
        if kept is None:
            raise OSError(errno.EIO, "git does not have what it holds; git fsck says more")
        if kept.size > most:
            raise too_large(self.name(path), kept.size)
        return kept.data

    def paths(self, patterns: Sequence[str], folder: str = ".") -> list[str]:
        """The files that patterns below a folder mean, as `Path(folder).glob` would give them.

        `*` stays inside a name, `**` is any number of folders.
        """
        found: dict[str, None] = {}
        for pattern in patterns:
            words = os.path.normpath(pattern).split("/")
            up = words.count("..")
            start = Path(folder, *words[:up])
            way = self._way(str(start))
            if not way.wrong:
                below = sorted(self._tree.files(way.parts, tuple(words[up:])))
                found |= dict.fromkeys(str(start.joinpath(*parts)) for parts in below)
        return list(found)

    def renamed(self, path: str) -> str | None:
        """The path that a file of the working tree had, where git takes it for renamed since."""
        former = self._renames().get("/".join(self._top.parts(path)))
        return None if former is None else self._top.written(tuple(former.split("/")), like=path)

    def _way(self, path: str) -> Way:
        return self._tree.way(self._top.parts(path))
