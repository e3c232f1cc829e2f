"""Files that were moved, deleted or are new since a revision, as git sees it."""

import os
from pathlib import Path

import pytest
from git_networks import NETWORK, made

from convcalc.audit.revision import Repository
from convcalc.network import load

LONG = NETWORK + "".join(f"# line {at}\n" for at in range(40))


@pytest.fixture
def base(repo):
    """Two networks at the base, in a repository that was never changed since."""
    repo.write("old/net one.yaml", LONG.format(1))
    repo.write("gone.yaml", NETWORK.format(2))
    repo.commit()
    with Repository.of(Path()) as repository:
        yield repository.base("HEAD")


def test_a_file_that_is_where_it_was_is_not_renamed(base):
    assert base.renamed("gone.yaml") is None


@pytest.mark.parametrize("committed", [True, False])
def test_a_renamed_file_has_its_former_path(repo, base, committed):
    (repo.path / "new").mkdir()
    repo.git("mv", "old/net one.yaml", "new/größer:\n.yaml")
    path = repo.path / "new" / "größer:\n.yaml"
    path.write_text(LONG.format(3))
    if committed:
        repo.commit()
    former = base.renamed("new/größer:\n.yaml")
    assert former == "old/net one.yaml"
    assert base.renamed(str(path)) == str(repo.path / former)
    assert (made(load(former, files=base)), made(load(str(path)))) == (1, 3)
    assert base.renamed("gone.yaml") is None


def test_the_former_path_is_written_from_the_working_folder(repo, base, monkeypatch):
    repo.git("mv", "old/net one.yaml", "net.yaml")
    monkeypatch.chdir(repo.path / ".git" / "..")
    assert base.renamed("net.yaml") == "old/net one.yaml"
    (repo.path / "below").mkdir()
    monkeypatch.chdir(repo.path / "below")
    repo.git("config", "diff.relative", "true")
    assert base.renamed("../net.yaml") == "../old/net one.yaml"
    assert made(load("../old/net one.yaml", files=base)) == 1


def test_settings_of_the_user_change_nothing(repo, base, monkeypatch):
    for key, value in (
        ("diff.renames", "false"),
        ("diff.relative", "true"),
        ("diff.external", "no"),
    ):
        repo.git("config", key, value)
    repo.git("config", "core.quotePath", "true")
    repo.git("mv", "old", "nets")
    monkeypatch.chdir(repo.path / "nets")
    assert base.renamed("net one.yaml") == "../old/net one.yaml"


def test_a_new_file_was_nowhere(repo, base):
    repo.write("new.yaml", "convcalc: 1\n# nothing like the others\n")
    repo.commit()
    assert base.renamed("new.yaml") is None
    assert not base.has("new.yaml")


def test_a_deleted_file_is_found_where_it_was(repo, base):
    repo.git("rm", "--quiet", "gone.yaml")
    repo.commit()
    assert base.paths(["*.yaml"]) == ["gone.yaml"]
    assert made(load("gone.yaml", files=base)) == 2


@pytest.mark.parametrize("held", [True, False])
def test_nothing_of_the_repository_changes(repo, base, held):
    """Not even the index, where git notes that a touched file is the same; another may hold it."""
    repo.git("mv", "gone.yaml", "here.yaml")
    repo.git("add", "--all")
    os.utime(repo.path / "old" / "net one.yaml", (1, 1))
    index = (repo.path / ".git" / "index").read_bytes()
    if held:
        (repo.path / ".git" / "index.lock").touch()
    assert base.renamed("here.yaml") == "gone.yaml"
    assert (repo.path / ".git" / "index").read_bytes() == index
