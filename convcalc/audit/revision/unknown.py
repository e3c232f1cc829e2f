"""What to do about a revision that is not there."""

from __future__ import annotations

from convcalc.audit.revision.git import Git
from convcalc.audit.revision.problem import RevisionError
from convcalc.errors import nearest

_SHALLOW = (
    "the clone is shallow; fetch the whole history: fetch-depth: 0 for actions/checkout, "
    'GIT_DEPTH: "0" for GitLab, git fetch --unshallow elsewhere'
)
_REFS = ("refs/heads", "refs/remotes", "refs/tags")


def unknown(revision: str, git: Git, *, shallow: bool) -> RevisionError:
    """The revision is not in the repository; the nearest branch or tag is named."""
    if revision == "HEAD":
        return RevisionError.because("the repository has no commit yet; commit first")
    known = git.run("for-each-ref", "--format=%(refname:short)", *_REFS).text.split()
    remote = [name for name in known if name.endswith(f"/{revision}")]
    hint = f'; did you mean "{remote[0]}"?' if remote else nearest(revision, known)
    hint = hint or "; git branch --all and git tag list those here"
    why = f"{hint if remote else ''}: {_SHALLOW}" if shallow else hint
    return RevisionError.because(f'revision "{revision}" is unknown{why}')


def no_ancestor(revision: str, *, shallow: bool) -> RevisionError:
    """The revision and HEAD have no commit in common, as far as can be seen."""
    why = (
        _SHALLOW
        if shallow
        else "their histories are separate; name a revision that HEAD comes from"
    )
    return RevisionError.because(f"{revision} and HEAD have no common ancestor: {why}")
