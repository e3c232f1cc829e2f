"""Which repository a folder is in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from convcalc.audit.revision.git import Git, Ran
from convcalc.audit.revision.problem import RevisionError

_ASKED = ("--is-bare-repository", "--is-shallow-repository", "--absolute-git-dir")
# What git says, and what to do.
_REFUSALS = {
    "not a git repository": (
        "{folder} is in no git repository; a baseline is a revision of git: run it inside of one"
    ),
    "dubious ownership": (
        "{folder} belongs to another user, and git does not read it; if you trust it, run"
        " git config --global --add safe.directory FOLDER with the top folder of the repository"
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A repository: git in it, the top of its working tree, and whether its history is cut off."""

    git: Git
    top: Path
    shallow: bool


def discovered(folder: Path) -> Found:
    """The repository of a folder, as git finds it.

    A hook may have named its repository in GIT_DIR; that counts only for a folder which is in
    none. Raises RevisionError with what is wrong.
    """
    inherited = Git.found(folder)
    git = inherited.anywhere()
    said = git.run("rev-parse", *_ASKED)
    if said.code != 0 and "GIT_DIR" in inherited.environment:
        git = inherited
        said = git.run("rev-parse", *_ASKED)
    if said.code != 0:
        raise _refusal(said, folder)
    bare, shallow, directory = said.text.split("\n", 2)
    if bare == "true":
        sentence = f"{directory} is bare: it has no working tree; make one with git worktree add"
        raise RevisionError.because(sentence)
    top = git.run("rev-parse", "--show-toplevel")
    if top.code != 0:
        raise _refusal(top, folder)
    return Found(git.tied(Path(directory), Path(top.text)), Path(top.text), shallow == "true")


def _refusal(said: Ran, folder: Path) -> RevisionError:
    for words, sentence in _REFUSALS.items():
        if words in said.error:
            return RevisionError.because(sentence.format(folder=folder.absolute()))
    first = said.error.partition("\n")[0].removeprefix("fatal: ")
    return RevisionError.because(f"git finds no repository for {folder}: {first}")
