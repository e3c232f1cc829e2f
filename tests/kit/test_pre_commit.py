""".pre-commit-hooks.yaml, run by pre-commit itself in a real repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from repositories import Repo
from workflow_runner import ROOT, outside

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
# Hand arithmetic: 10·10 positions · 9 taps · 3 channels · 2 outputs = 5,400 MACs.
NET = "convcalc: 1\nname: small\ninput: 3x10x10\nlayers: [conv: {out: 2, k: 3, p: 1}]\n"


@pytest.fixture(scope="module")
def hooks(registry, tmp_path_factory):  # noqa: ARG001 — fixtures ask for others by name
    """This project as a repository of its own, at the version that a user would pin."""
    folder = tmp_path_factory.mktemp("hooks") / "convcalc"
    left_out = shutil.ignore_patterns(".*_cache", ".git", ".venv*", ".hypothesis", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=left_out)
    repo = Repo(folder)
    repo.commit()
    repo.git("tag", "v1")
    return repo


@pytest.fixture
def repo(hooks, tmp_path):
    found = Repo(tmp_path / "user's repository")
    found.write(
        ".pre-commit-config.yaml",
        f"""\
        repos:
          - repo: file://{hooks.path}
            rev: v1
            hooks:
              - id: convcalc-audit
              - id: convcalc-audit-project
                args: [--base=main]
        """,
    )
    found.write("nets/small.yaml", NET)
    found.write("other.yaml", "- none of ours: ${{ a }}\n")
    found.write("convcalc.yaml", "convcalc: 1\nnetworks: [nets/*.yaml]\n")
    found.commit()
    return found


@pytest.fixture
def user(repo, tmp_path_factory):
    """Commands of a user: pre-commit's environments are kept in a folder of the tests."""
    store = tmp_path_factory.getbasetemp() / "pre-commit"
    path = os.pathsep.join([str(PRE_COMMIT.parent), os.environ["PATH"]])

    def run(*command):
        variables = {**outside(), "PRE_COMMIT_HOME": str(store), "PATH": path}
        ran = subprocess.run(
            command,
            cwd=repo.path,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return ran.returncode, ran.stdout

    return run


def test_a_commit_that_breaks_a_budget_is_refused(repo, user):
    """One test of many steps: the environment of the hooks takes its time to be made."""
    assert user("pre-commit", "install")[0] == 0
    repo.write("README", "nothing of ours")
    code, said = commit(repo, user)
    assert code == 0, said  # no YAML, and the project as it was
    assert "(no files to check)Skipped" in said

    repo.write("nets/small.yaml", NET + "budget: {macs: 5k}\n")
    repo.write("other.yaml", "- something else\n")
    code, said = commit(repo, user)
    assert code == 1
    assert "nets/small.yaml:5:16: error[CC301]: small: macs 5.40 k (5,400) exceeds max 5k" in said
    assert "other.yaml" not in said

    repo.git("checkout", "HEAD", "nets/small.yaml")
    repo.write("convcalc.yaml", "convcalc: 1\nnetworks: [nets/*.yaml]\nbudgets: [{match: smal}]\n")
    code, said = commit(repo, user)
    assert code == 0, said  # a warning

    repo.write(
        "convcalc.yaml",
        "convcalc: 1\nnetworks: [nets/*.yaml]\nbudgets: [{match: small, params: 9}]\n",
    )
    code, said = commit(repo, user)
    assert code == 1  # the network is as it was; only its budget is another
    assert "convcalc.yaml:3:34: error[CC301]" in said
    assert "convcalc audit, the whole project" in said


def commit(repo, user):
    repo.git("add", "--all")
    return user("git", "commit", "--message", "a change")


def test_the_hooks_are_valid():
    ran = subprocess.run(
        [PRE_COMMIT, "validate-manifest", ROOT / ".pre-commit-hooks.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


def test_one_hook_is_given_files_and_one_is_always_run():
    files, project = HOOKS
    assert (files["id"], files["types"]) == ("convcalc-audit", ["yaml"])
    assert "pass_filenames" not in files  # true, unless told
    assert (project["pass_filenames"], project["always_run"]) == (False, True)
    assert {one["entry"] for one in HOOKS} == {"convcalc audit"}
