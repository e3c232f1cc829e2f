"""The files of a commit: links are followed inside of it, submodules are entered."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeAlias

from convcalc.audit.revision.objects import Entry, Objects
from convcalc.audit.revision.problem import RevisionError

Parts: TypeAlias = tuple[str, ...]

FOLDER = 0o040000
_LINKS = 40  # after so many the system too says that they go round
_ANY_DEPTH = "**"
_UP = ".."
_HERE = ("", ".")
_OUTSIDE = "it leads out of the repository"


@dataclass(frozen=True, slots=True)
class Node:
    """A file or folder, and the repository that keeps it."""

    objects: Objects
    entry: Entry

    def folder(self) -> Mapping[str, Entry]:
        """What is in it; nothing, where it is no folder."""
        if not self.entry.is_folder:
            return {}
        found = self.objects.folder(self.entry.hash)
        if found is None:
            sentence = f"folder {self.entry.hash} is missing in the repository; run git fsck"
            raise RevisionError.because(sentence)
        return found


_Step: TypeAlias = tuple[str, Node | None]


@dataclass(frozen=True, slots=True)
class Way:
    """Where a path leads: the names from the top, every link followed, and what is there."""

    parts: Parts
    node: Node | None = None
    wrong: str = ""  # why it leads nowhere; the names then are what it would be on the disk

    @property
    def is_file(self) -> bool:
        """Whether it leads to a file."""
        return self.node is not None and self.node.entry.is_file


class Tree:
    """The files of a commit. A submodule is entered by its path and the hash of its commit."""

    def __init__(self, root: Node, enter: Callable[[Parts, str], Node]) -> None:
        self._root = root
        self._enter = enter

    def way(self, parts: Parts) -> Way:
        """Where a path from the top leads."""
        steps: list[_Step] = [("", self._root)]
        left, links = list(reversed(parts)), 0
        while left:
            name = left.pop()
            if name.startswith("/") or (name == _UP and len(steps) == 1):
                return Way((name, *reversed(left)), wrong=_OUTSIDE)
            node = self._child(steps, name)
            if name == _UP:
                steps.pop()
            elif node is None or not node.entry.is_link:
                steps += [(name, node)] if name not in _HERE else []
            elif (links := links + 1) > _LINKS:
                return Way(parts, wrong=os.strerror(errno.ELOOP))
            else:
                target = node.objects.text(node.entry.hash)
                left += [target] if target.startswith("/") else reversed(target.split("/"))
        return Way(_names(steps), steps[-1][1])

    def files(self, at: Parts, pattern: Parts) -> Iterator[Parts]:
        """The files below a folder that a pattern means, as paths from that folder.

        `*` stays inside a name; `**` is any number of folders, but for links and submodules.
        """
        if not pattern:
            yield from [()] if self.way(at).is_file else []
            return
        head, rest = pattern[0], pattern[1:]
        deep = head == _ANY_DEPTH
        if deep:
            yield from self.files(at, rest)
        for name, entry in self._inside(self.way(at)).items():
            if (entry.is_folder or entry.is_file) if deep else fnmatchcase(name, head):
                below = self.files((*at, name), pattern if deep else rest)
                yield from ((name, *more) for more in below)

    def _child(self, steps: list[_Step], name: str) -> Node | None:
        """What has that name in the folder that was come to."""
        node = self._entered(Way(_names(steps), steps[-1][1]))
        entry = node.folder().get(name) if node else None
        return Node(node.objects, entry) if node and entry else None

    def _inside(self, way: Way) -> Mapping[str, Entry]:
        node = self._entered(way)
        return node.folder() if node else {}

    def _entered(self, way: Way) -> Node | None:
        """The folder there; of a submodule that of its commit."""
        if way.node is None or not way.node.entry.is_submodule:
            return way.node
        return self._enter(way.parts, way.node.entry.hash)


def _names(steps: list[_Step]) -> Parts:
    return tuple(name for name, _ in steps[1:])
