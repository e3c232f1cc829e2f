"""Running git."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from convcalc.audit.revision.problem import RevisionError

# What ties git to one repository: a hook sets it, and means its own (git rev-parse
# --local-env-vars, without those of the configuration).
ELSEWHERE = frozenset({
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
})  # fmt: skip
# English, and no question for a password.
_CALM = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command of git ended, and what it said."""

    code: int
    output: bytes
    error: str

    @property
    def text(self) -> str:
        """The output without its last line end; paths are as Python knows them."""
        return os.fsdecode(self.output).removesuffix("\n")


@dataclass(frozen=True, slots=True)
class Git:
    """The program, the folder in which it runs, and its environment."""

    program: str
    folder: Path
    environment: Mapping[str, str]

    @classmethod
    def found(cls, folder: Path) -> Git:
        """Git in a folder, by the environment as it is. Raises RevisionError if there is none."""
        program = shutil.which("git")
        if program is None:
            raise RevisionError.because(
                "git is not installed, or not on the PATH; a baseline is a revision of git:"
                " install it"
            )
        return cls(program, folder, {**os.environ, **_CALM})

    def anywhere(self) -> Git:
        """The same without what ties git to a repository: it finds that of its folder."""
        kept = {key: value for key, value in self.environment.items() if key not in ELSEWHERE}
        return Git(self.program, self.folder, kept)

    def tied(self, directory: Path, top: Path) -> Git:
        """The same for the repository of a `.git` directory, in a folder of its working tree."""
        at = {"GIT_DIR": str(directory), "GIT_WORK_TREE": str(top)}
        return Git(self.program, top, {**self.anywhere().environment, **at})

    def run(self, *words: str) -> Ran:
        """Run to the end; an interrupt ends git too."""
        ran = subprocess.run(  # noqa: S603 — no shell, and no word from outside begins with "-"
            self._command(words),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr.decode(errors="replace").strip())

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start what is asked by its stdin and answers by its stdout."""
        return subprocess.Popen(  # noqa: S603 — likewise
            self._command(words),
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _command(self, words: tuple[str, ...]) -> list[str]:
        return [self.program, "-C", str(self.folder), *words]
