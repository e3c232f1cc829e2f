"""The repository of a folder, and the commits that a word means there."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import Self

from convcalc.audit.revision.discovery import Found, discovered
from convcalc.audit.revision.objects import Entry, Objects
from convcalc.audit.revision.problem import RevisionError
from convcalc.audit.revision.renames import renames
from convcalc.audit.revision.revision import Revision
from convcalc.audit.revision.submodule import Submodules
from convcalc.audit.revision.top import Top
from convcalc.audit.revision.tree import FOLDER, Node, Tree
from convcalc.audit.revision.unknown import no_ancestor, unknown


class Repository:
    """A repository with its working tree; to be closed, for git is left running to answer."""

    def __init__(self, found: Found) -> None:
        self.top = found.top
        self._found = found
        self._git = found.git
        self._open = ExitStack()
        self._objects = self._open.enter_context(Objects(found.git))
        self._submodules = Submodules(found.git, found.top, self._open)

    @classmethod
    def of(cls, folder: Path) -> Repository:
        """The repository of a folder, by git's own discovery.

        Raises RevisionError: no git is installed, the folder is in no repository, or in a bare one.
        """
        return cls(discovered(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def base(self, revision: str) -> Revision:
        """Where the branch at hand left a revision: the merge base of it and HEAD.

        Raises RevisionError for what is unknown, and where both have no commit in common.
        """
        tip, head = self._commit(revision), self._commit("HEAD")
        said = self._git.run("merge-base", tip, head)
        if said.code != 0:
            raise no_ancestor(revision, shallow=self._found.shallow)
        base = said.text
        return self._revision(base, revision if base == tip else base[:10])

    def revision(self, revision: str) -> Revision:
        """The revision itself. Raises RevisionError for what is unknown."""
        return self._revision(self._commit(revision), revision)

    def _commit(self, revision: str) -> str:
        """The hash of the commit that is meant; a word with a dash would be an option to git."""
        if not revision.startswith("-") and "\0" not in revision:
            asked = f"{revision}^{{commit}}"
            said = self._git.run("rev-parse", "--verify", "--quiet", "--end-of-options", asked)
            # Before 2.30 git repeats the option.
            found = said.text.rpartition("\n")[2]
            if said.code == 0 and found:
                return found
        raise unknown(revision, self._git, shallow=self._found.shallow)

    def _revision(self, commit: str, label: str) -> Revision:
        kept = self._objects.kept(f"{commit}^{{tree}}", 0)
        if kept is None:
            raise RevisionError.because(f"git does not have the files of {label}; run git fetch")
        tree = Tree(
            Node(self._objects, Entry(FOLDER, kept.hash)),
            partial(self._submodules.root, commit),
        )
        return Revision(
            commit, label, Top(self.top), tree, cache(partial(renames, self._git, commit))
        )
