"""Which commit a word means, and what is said where it means none."""

from pathlib import Path

import pytest
from git_networks import NETWORK, made

from convcalc.audit.revision import Repository, RevisionError
from convcalc.network import load

SHALLOW = (
    "the clone is shallow; fetch the whole history: fetch-depth: 0 for actions/checkout, "
    'GIT_DEPTH: "0" for GitLab, git fetch --unshallow elsewhere'
)


@pytest.fixture
def forked(repo):
    """`main` went on to 3 channels after `topic` left it at 1 and went to 2."""
    repo.write("net.yaml", NETWORK.format(1))
    repo.commit()
    repo.branch("topic")
    repo.write("net.yaml", NETWORK.format(2))
    repo.commit()
    repo.checkout("main")
    repo.write("net.yaml", NETWORK.format(3))
    repo.commit()
    repo.checkout("topic")
    return repo


def channels(word, ask=Repository.base):
    with Repository.of(Path()) as repository:
        return made(load("net.yaml", files=ask(repository, word)))


def refused(word):
    with Repository.of(Path()) as repository, pytest.raises(RevisionError) as caught:
        repository.base(word)
    return str(caught.value)


def test_the_base_is_where_the_branch_left(forked):
    assert channels("main") == 1
    assert channels("main", Repository.revision) == 3
    forked.git("merge", "--quiet", "--strategy", "ours", "main")
    assert channels("main") == 3


def test_the_base_is_called_by_the_word_only_where_it_is_that_commit(forked):
    first = forked.git("rev-parse", "main~1")
    with Repository.of(Path()) as repository:
        assert repository.base("main").commit == first
        assert repository.base("main").name("net.yaml") == f"{first[:10]}:net.yaml"
        assert repository.base("main~1").name("net.yaml") == "main~1:net.yaml"
        assert repository.revision("main").name("net.yaml") == "main:net.yaml"


def test_head_may_be_detached(forked):
    forked.checkout(forked.git("rev-parse", "topic"))
    assert channels("main") == 1


@pytest.mark.parametrize("word", ["v1", "main", "origin/main", "HEAD@{0}", "HEAD^{/a}"])
def test_whatever_git_takes_for_a_commit_is_one(forked, word):
    forked.git("tag", "--annotate", "--message", "one", "v1", "main")
    forked.git("update-ref", "refs/remotes/origin/main", "main")
    with Repository.of(Path()) as repository:
        assert len(repository.base(word).commit) == 40


def test_the_working_tree_and_the_index_do_not_count(forked):
    forked.write("net.yaml", NETWORK.format(9))
    forked.git("add", "--all")
    assert channels("HEAD") == 2


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("mian", '; did you mean "main"?'),
        ("release", '; did you mean "origin/release"?'),
        ("xyz", "; git branch --all and git tag list those here"),
        ("", "; git branch --all and git tag list those here"),
        ("main..topic", '; did you mean "topic"?'),
        ("main:net.yaml", "; git branch --all and git tag list those here"),
        ("main\0", '; did you mean "main"?'),
    ],
)
def test_a_word_that_is_no_commit_gets_the_nearest(forked, word, told):
    forked.git("update-ref", "refs/remotes/origin/release", "main")
    assert refused(word) == f'error[CC402]: revision "{word}" is unknown{told}'


@pytest.mark.parametrize("word", ["--output=evil", "-h", "--all", "--", "--git-dir"])
def test_a_word_is_never_an_option(forked, word):
    before = sorted(forked.path.rglob("*"))
    assert refused(word).startswith(f'error[CC402]: revision "{word}" is unknown; ')
    assert sorted(forked.path.rglob("*")) == before


def test_a_shallow_clone_is_told_how_to_be_whole(forked, tmp_path, monkeypatch):
    clone = forked.clone(tmp_path / "shallow", "--depth", "1", "--branch", "topic")
    monkeypatch.chdir(clone.path)
    assert refused("main") == f'error[CC402]: revision "main" is unknown: {SHALLOW}'
    clone.git("fetch", "--quiet", "--depth", "1", "origin", "main:main")
    told = f"error[CC402]: main and HEAD have no common ancestor: {SHALLOW}"
    assert refused("main") == told
    clone.git("fetch", "--quiet", "--unshallow")
    assert channels("main") == 1


def test_a_shallow_clone_has_the_commits_that_it_has(forked, tmp_path, monkeypatch):
    monkeypatch.chdir(forked.clone(tmp_path / "shallow", "--depth", "1").path)
    assert channels("HEAD") == 2


def test_separate_histories_have_no_base(forked):
    forked.git("checkout", "--quiet", "--orphan", "other")
    forked.commit()
    assert refused("main") == (
        "error[CC402]: main and HEAD have no common ancestor: their histories are separate; "
        "name a revision that HEAD comes from"
    )


def test_a_repository_without_commits_has_no_base(repo):
    assert refused("HEAD") == "error[CC402]: the repository has no commit yet; commit first"
    assert repo.git("status", "--short") == ""


def test_hashes_may_be_longer(tmp_path, repo, monkeypatch):
    (tmp_path / "long").mkdir()
    repo.git("init", "--quiet", "--object-format=sha256", tmp_path / "long")
    long = type(repo)(tmp_path / "long")
    monkeypatch.chdir(long.path)
    long.write("net.yaml", NETWORK.format(7))
    assert len(long.commit()) == 64
    assert channels("HEAD") == 7
