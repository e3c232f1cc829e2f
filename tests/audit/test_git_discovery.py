"""Which repository a folder is in, and what is said where it is in none."""

import sys
from pathlib import Path

import pytest
from git_networks import NETWORK, made

from convcalc.audit.revision import Repository, RevisionError
from convcalc.network import load


def refused(folder):
    with pytest.raises(RevisionError) as caught:
        Repository.of(folder)
    return str(caught.value)


def channels(path, word="HEAD"):
    with Repository.of(Path()) as repository:
        return made(load(str(path), files=repository.base(word)))


def test_without_git_there_is_no_baseline(repo, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert refused(repo.path) == (
        "error[CC402]: git is not installed, or not on the PATH; a baseline is a revision of git: "
        "install it"
    )


@pytest.mark.usefixtures("repo")
def test_a_folder_of_no_repository(tmp_path):
    assert refused(tmp_path) == (
        f"error[CC402]: {tmp_path} is in no git repository; a baseline is a revision of git: "
        "run it inside of one"
    )


def test_a_folder_that_is_not_there(repo):
    assert "No such file or directory" in refused(repo.path / "no")


def test_a_bare_repository(repo, tmp_path):
    repo.git("clone", "--quiet", "--bare", repo.path, tmp_path / "bare")
    assert refused(tmp_path / "bare") == (
        f"error[CC402]: {tmp_path / 'bare'} is bare: it has no working tree; make one with "
        "git worktree add"
    )
    assert "must be run in a work tree" in refused(repo.path / ".git")


def test_a_repository_of_somebody_else_is_told_with_the_remedy(repo, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own switch for its tests
    assert "git config --global --add safe.directory" in refused(repo.path)


@pytest.fixture
def deep(repo, monkeypatch):
    """Below the top, with another network of the same path at the top."""
    repo.write("net.yaml", NETWORK.format(1))
    repo.write("a/net.yaml", NETWORK.format(2))
    repo.write("a/b/net.yaml", NETWORK.format(3))
    repo.commit()
    monkeypatch.chdir(repo.path / "a")
    return repo


@pytest.mark.parametrize(
    ("path", "expected"),
    [("net.yaml", 2), ("../net.yaml", 1), ("b/net.yaml", 3), ("./b/../net.yaml", 2)],
)
@pytest.mark.usefixtures("deep")
def test_paths_are_those_of_the_working_folder(path, expected):
    assert channels(path) == expected
    assert channels(Path(path).absolute()) == expected


def test_a_path_may_leave_the_tree_and_come_back(deep):
    assert channels(f"../../{deep.path.name}/a/net.yaml") == 2
    link = deep.path.parent / "link"
    link.symlink_to(deep.path)
    assert channels(link / "a" / "net.yaml") == 2


def test_the_name_is_the_one_that_git_takes(deep):
    with Repository.of(Path()) as repository:
        name = repository.revision("main").name("b/../net.yaml")
    assert name == "main:a/net.yaml"
    assert deep.git("show", name) == NETWORK.format(2).strip()


def test_the_folder_may_be_another_than_the_working_folder(deep, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Repository.of(deep.path / "a") as repository:
        assert made(load("repo/a/net.yaml", files=repository.base("HEAD"))) == 2


def test_a_linked_working_tree_has_its_own_head(deep, tmp_path, monkeypatch):
    deep.git("worktree", "add", "--quiet", tmp_path / "linked", "-b", "linked")
    monkeypatch.chdir(tmp_path / "linked")
    Path("net.yaml").write_text(NETWORK.format(5))
    deep.git("-C", tmp_path / "linked", "commit", "--quiet", "--all", "--message", "five")
    assert channels("net.yaml") == 5
    assert channels("net.yaml", "main") == 1


@pytest.mark.parametrize("where", [".git", "{top}/.git", "/nowhere/.git"])
def test_a_hook_may_have_set_the_variables_of_git(deep, monkeypatch, where):
    monkeypatch.chdir(deep.path)
    monkeypatch.setenv("GIT_DIR", where.format(top=deep.path))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.lock")
    monkeypatch.setenv("GIT_PREFIX", "a/")
    assert channels("a/net.yaml") == 2
    monkeypatch.chdir(deep.path / "a")
    assert channels("net.yaml") == 2


def test_a_repository_kept_apart_is_found_by_its_variables(deep, tmp_path, monkeypatch):
    (deep.path / ".git").rename(tmp_path / "apart")
    monkeypatch.chdir(deep.path)
    assert "is in no git repository" in refused(Path())
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "apart"))
    monkeypatch.setenv("GIT_WORK_TREE", str(deep.path))
    assert channels("a/net.yaml") == 2


HOOK = """\
    #!{python}
    import sys
    from pathlib import Path
    sys.path.insert(0, "{root}")
    from convcalc.audit.revision import Repository
    from convcalc.network import load
    with Repository.of(Path()) as repository:
        found = load("net.yaml", files=repository.base("HEAD"))
    Path("said").write_text(str(found.cost().params))
    """


def test_a_real_hook_finds_the_commit_before(repo):
    """`git commit` runs it with the variables that it sets."""
    repo.write("net.yaml", NETWORK.format(1))
    repo.commit()
    root = Path(__file__).parents[2]
    hook = repo.write(".git/hooks/pre-commit", HOOK.format(python=sys.executable, root=root))
    hook.chmod(0o755)
    repo.write("net.yaml", NETWORK.format(2))
    repo.git("commit", "--quiet", "--all", "--message", "two")
    assert (repo.path / "said").read_text() == "5"  # of the first commit: 4 weights, 1 bias
