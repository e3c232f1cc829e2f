"""Which path a file had before it was renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator

from convcalc.audit.revision.git import Git


def renames(git: Git, before: str, after: str | None = None) -> dict[str, str]:
    """The former path of each file that git takes for renamed, by its path from the top.

    Between two commits, or a commit and the working tree: a file that was never added to git has
    no former path.
    """
    said = git.run(
        *("-c", "diff.autoRefreshIndex=false"),  # the index is not ours to write
        *("diff", "--no-ext-diff", "--ignore-submodules"),
        *("--find-renames", "--diff-filter=R", "--name-status", "-z"),
        *([before, after] if after else [before]),
        "--",
    )
    return dict(_pairs(iter(os.fsdecode(said.output).split("\0"))))


def _pairs(words: Iterator[str]) -> Iterator[tuple[str, str]]:
    """A likeness such as R087, the former path and the new one, again and again."""
    for likeness in words:
        if likeness:
            former = next(words)
            yield next(words), former
