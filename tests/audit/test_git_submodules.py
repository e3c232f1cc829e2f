"""Files of submodules are those of the commit that the whole records."""

from pathlib import Path

import pytest
from git_networks import IMPORTING, LIBRARY, NETWORK, made
from repositories import Repo

from convcalc.audit.revision import Repository, RevisionError
from convcalc.errors import InputError
from convcalc.network import load


@pytest.fixture
def whole(repo, tmp_path):
    """A network that imports from a submodule, which has gone on since the base."""
    blocks = Repo(tmp_path / "blocks")
    blocks.write("one.yaml", LIBRARY.format(1))
    blocks.write("deep/net.yaml", NETWORK.format(1))
    blocks.commit()
    repo.git("submodule", "--quiet", "add", f"file://{blocks.path}", "nets/my blocks")
    repo.write("nets/net.yaml", IMPORTING.format("my blocks/one.yaml"))
    repo.commit()
    sub = Repo(repo.path / "nets" / "my blocks")
    sub.write("one.yaml", LIBRARY.format(2))
    sub.write("deep/net.yaml", NETWORK.format(2))
    sub.commit()
    repo.commit()
    return repo


def channels(word, path="nets/net.yaml"):
    with Repository.of(Path()) as repository:
        return made(load(path, files=repository.base(word)))


def test_a_file_of_a_submodule_is_that_of_the_recorded_commit(whole):
    whole.write("nets/my blocks/one.yaml", LIBRARY.format(3))
    assert [channels("HEAD~1"), channels("HEAD"), made(load("nets/net.yaml"))] == [1, 2, 3]
    inside = "nets/my blocks/deep/net.yaml"
    assert [channels("HEAD~1", inside), channels("HEAD", inside)] == [1, 2]


def test_patterns_enter_a_submodule_that_they_name(whole):
    with Repository.of(whole.path) as repository:
        base = repository.base("HEAD~1")
        assert base.paths(["nets/my*/*.yaml"]) == ["nets/my blocks/one.yaml"]
        assert base.paths(["**/*.yaml"]) == ["nets/net.yaml"]


def test_a_submodule_that_was_moved_is_found_by_its_name(whole):
    whole.git("mv", "nets/my blocks", "moved")
    whole.commit()
    assert channels("HEAD~1") == 2


def test_inside_a_submodule_it_is_the_repository(whole, monkeypatch):
    monkeypatch.chdir(whole.path / "nets" / "my blocks" / "deep")
    monkeypatch.setenv("GIT_DIR", str(whole.path / ".git"))
    assert channels("HEAD~1", "net.yaml") == 1


def test_a_submodule_that_was_not_fetched_is_told(whole, tmp_path, monkeypatch):
    clone = whole.clone(tmp_path / "clone")
    monkeypatch.chdir(clone.path)
    recorded = whole.git("rev-parse", "HEAD:nets/my blocks")
    commit = whole.git("rev-parse", "HEAD")
    told = (
        f"nets/my blocks is a submodule, and its commit {recorded[:10]}, which {commit[:10]} "
        "records, is not fetched; run git submodule update --init, and "
        f'git -C "nets/my blocks" fetch origin {recorded}'
    )
    with Repository.of(Path()) as repository:
        base = repository.base("HEAD")
        with pytest.raises(InputError) as caught:
            load("nets/net.yaml", files=base)
        assert str(caught.value).splitlines()[0] == f"HEAD:nets/net.yaml:3:10: error[CC402]: {told}"
        with pytest.raises(RevisionError) as alone:
            load("nets/my blocks/deep/net.yaml", files=base)
        assert str(alone.value) == f"error[CC402]: {told}"


def test_a_submodule_that_was_not_fetched_so_far_back_is_told(whole, tmp_path, monkeypatch):
    whole.git("-C", "nets/my blocks", "push", "--quiet", "origin", "HEAD:refs/heads/latest")
    Repo(tmp_path / "blocks").commit("no branch ends with the first commit any more")
    clone = whole.clone(tmp_path / "clone")
    clone.git("submodule", "--quiet", "update", "--init", "--depth", "1")
    monkeypatch.chdir(clone.path)
    assert channels("HEAD") == 2
    with pytest.raises(InputError, match="is not fetched"):
        channels("HEAD~1")
