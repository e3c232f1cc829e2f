"""Submodules: which repository keeps the commit that was recorded."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from convcalc.audit.revision.git import Git
from convcalc.audit.revision.objects import Entry, Objects
from convcalc.audit.revision.problem import RevisionError
from convcalc.audit.revision.tree import FOLDER, Node, Parts


class Submodules:
    """The submodules of a repository; each process that is started for one ends with `open_`."""

    def __init__(self, git: Git, top: Path, open_: ExitStack) -> None:
        self._git = git
        self._top = top
        self._open = open_
        self._objects: dict[tuple[str, Parts], Objects | None] = {}

    def root(self, commit: str, parts: Parts, recorded: str) -> Node:
        """The folder that a commit records for the submodule at a path: its commit's own.

        Raises RevisionError where that was not fetched.
        """
        objects = self._of(commit, parts)
        tree = objects.kept(f"{recorded}^{{tree}}", 0) if objects else None
        if objects is None or tree is None:
            path = "/".join(parts)
            raise RevisionError.because(
                f"{path} is a submodule, and its commit {recorded[:10]}, which {commit[:10]}"
                " records, is not fetched; run git submodule update --init, and"
                f' git -C "{path}" fetch origin {recorded}'
            )
        return Node(objects, Entry(FOLDER, tree.hash))

    def _of(self, commit: str, parts: Parts) -> Objects | None:
        if (commit, parts) not in self._objects:
            git = self._checked_out(parts) or self._absorbed(commit, parts)
            self._objects[commit, parts] = self._open.enter_context(Objects(git)) if git else None
        return self._objects[commit, parts]

    def _checked_out(self, parts: Parts) -> Git | None:
        """The repository in the working tree; without `.git` the folder is a part of the whole."""
        folder = self._top.joinpath(*parts)
        return Git.found(folder).anywhere() if (folder / ".git").exists() else None

    def _absorbed(self, commit: str, parts: Parts) -> Git | None:
        """The repository that stays when the submodule is moved, by the name that it had."""
        listed = self._git.run("config", "--blob", f"{commit}:.gitmodules", "-z", "--list")
        for line in listed.text.split("\0") if listed.code == 0 else ():
            key, _, value = line.partition("\n")
            if value == "/".join(parts) and key.startswith("submodule.") and key.endswith(".path"):
                name = key.removeprefix("submodule.").removesuffix(".path")
                kept = self._git.run("rev-parse", "--git-path", f"modules/{name}").text
                directory = self._top / os.fspath(kept)
                return self._git.tied(directory, self._top) if directory.is_dir() else None
        return None
