"""Real repositories, made with git in a folder of the test."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

# Nobody's configuration, one author, one moment: the same commits on every machine.
SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "init.defaultBranch",
    "GIT_CONFIG_VALUE_0": "main",
    "GIT_CONFIG_KEY_1": "protocol.file.allow",  # submodules of this disk
    "GIT_CONFIG_VALUE_1": "always",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "2026-01-02T03:04:05Z",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z",
}


def environment():
    """The variables for a process: of git's only SETTINGS, also where a hook runs the tests."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**others, **SETTINGS}


@dataclass(frozen=True)
class Repo:
    """A repository in a folder, made when there is none; its first branch is `main`."""

    path: Path

    def __post_init__(self):
        self.path.mkdir(parents=True, exist_ok=True)
        if not (self.path / ".git").exists():
            self.git("init", "--quiet")

    def git(self, *words):
        """What git says to these arguments, without the last line end."""
        command = ["git", *map(str, words)]
        ran = subprocess.run(
            command, cwd=self.path, env=environment(), capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, f"{command}: {ran.stdout}{ran.stderr}"
        return ran.stdout.removesuffix("\n")

    def write(self, file, text):
        """A file of the working tree, with the folders above it; returns its path."""
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    def commit(self, message="a change"):
        """Everything of the working tree as a commit, deletions too; returns its hash."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def branch(self, name):
        """A new branch that begins here, checked out."""
        self.git("checkout", "--quiet", "-b", name)

    def checkout(self, revision):
        """The working tree of a branch; of a hash or a tag, with a detached HEAD."""
        self.git("checkout", "--quiet", revision)

    def clone(self, path, *options):
        """A clone in another folder: clone(path, "--depth", "1") is a shallow one."""
        self.git("clone", "--quiet", *options, f"file://{self.path}", path)
        return Repo(Path(path))
