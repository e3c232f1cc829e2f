"""What docs/ci.md and docs/budgets.md tell users to write: parsed, and run in a real repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import junitparser
import pytest
import yaml
from repositories import Repo, environment
from workflow_runner import ACTION, BASH, ROOT

from convcalc.cli.reports import NAMES

CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BUDGETS = (ROOT / "docs" / "budgets.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "docs" / "examples"
INSTALL = "python -m pip install git+https://github.com/convcalc/convcalc@v0.1.0"


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


ACTION_FLOW, BY_HAND, GITLAB, PRE_COMMIT = map(yaml.safe_load, blocks(CI, "yaml"))
GROWTH = "".join(f"{line}\n" for line in blocks(BUDGETS, "text")[0].splitlines())


@pytest.fixture
def branch(tmp_path):
    """The example of the documents in a clone of its own, on the branch that made it wider."""
    server = Repo(tmp_path / "server")
    shutil.copytree(EXAMPLES, server.path, dirs_exist_ok=True)
    config = server.path / "convcalc.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("    params: 120k\n", f"    params: 120k\n{GROWTH}"))
    server.commit()
    server.branch("wider")
    net = server.path / "nets" / "camera.yaml"
    net.write_text(net.read_text(encoding="utf-8").replace("c: 128", "c: 144"))
    server.commit()
    clone = server.clone(tmp_path / "clone")
    clone.git("branch", "main", "origin/main")
    return clone


def run(script, folder, **variables):
    """A script as a runner's shell runs it; stdout, then stderr."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        [*BASH, "-c", script],
        cwd=folder,
        env={**environment(), "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def said(ran):
    return ran.stdout + ran.stderr


def shown(page, command):
    """The `text` block of a page that begins with a command."""
    (found,) = [text for text in blocks(page, "text") if text.startswith(f"$ {command}\n")]
    return found.partition("\n")[2]


def hold(page, command, found):
    """What a page shows is what was printed; CONVCALC_WRITE_DOCS=1 writes it."""
    text = shown(page.read_text(encoding="utf-8"), command)
    if "CONVCALC_WRITE_DOCS" in os.environ:
        old, new = (f"```text\n$ {command}\n{inside}```\n" for inside in (text, found))
        page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert found == text


def test_growth_is_told_as_the_page_shows_it(branch):
    ran = run("convcalc audit --base main", branch.path)
    assert ran.returncode == 1
    hold(ROOT / "docs" / "budgets.md", "convcalc audit --base main", said(ran))


def test_a_shallow_clone_is_told_as_the_page_shows_it(branch, tmp_path):
    shallow = branch.clone(tmp_path / "shallow", "--depth", "1")
    ran = run("convcalc audit --base origin/main", shallow.path)
    assert ran.returncode == 0
    hold(ROOT / "docs" / "ci.md", "convcalc audit --base origin/main", said(ran))
    required = run("convcalc audit --base origin/main --require-baseline", shallow.path)
    assert required.returncode == 2


def test_the_examples_of_the_pages_are_the_files():
    config, keyword = blocks(BUDGETS, "yaml")
    assert config == (EXAMPLES / "convcalc.yaml").read_text(encoding="utf-8")
    assert keyword == (EXAMPLES / "nets" / "keyword.yaml").read_text(encoding="utf-8")


def test_the_shell_commands_run(branch):
    """On a branch that grew too much, but is within its budgets."""
    codes = [run(script, branch.path).returncode for script in blocks(CI, "bash")]
    assert codes == [1, 0, 0, 0]
    suite = junitparser.JUnitXml.fromfile(str(branch.path / "convcalc.xml"))
    assert suite.failures == 1
    assert (branch.path / "convcalc.json").exists()
    assert "camera" in (branch.path / "convcalc.md").read_text(encoding="utf-8")
    assert "body3" in (branch.path / "changes.md").read_text(encoding="utf-8")


def test_the_script_for_gitlab_runs(branch):
    job = GITLAB["convcalc"]
    first, *lines = job["script"]
    assert first == INSTALL
    base = branch.git("merge-base", "HEAD", "main")
    ran = run("\n".join(lines), branch.path, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert ran.returncode == 1, said(ran)
    for report in job["artifacts"]["reports"].values():
        assert (branch.path / report).stat().st_size
    assert job["variables"]["GIT_DEPTH"] == "0"


def test_the_steps_by_hand_run(branch):
    (job,) = BY_HAND["jobs"].values()
    first, *scripts = [step["run"] for step in job["steps"] if "run" in step]
    assert first == INSTALL
    ran = run("\n".join(scripts), branch.path, GITHUB_BASE_REF="main")
    assert ran.returncode == 1
    assert "::error file=convcalc.yaml,line=7," in ran.stderr
    (upload,) = [step for step in job["steps"] if "upload-sarif" in step.get("uses", "")]
    assert (branch.path / upload["with"]["sarif_file"]).exists()


@pytest.mark.parametrize("flow", [ACTION_FLOW, BY_HAND], ids=["action", "by hand"])
def test_a_workflow_has_the_history_and_no_more_rights_than_it_needs(flow):
    (job,) = flow["jobs"].values()
    assert job["steps"][0]["with"] == {"fetch-depth": 0}
    assert flow["permissions"]["contents"] == "read"
    assert all(step.get("with", {}).keys() <= ACTION["inputs"].keys() for step in ours(job))


def ours(job):
    return [step for step in job["steps"] if step.get("uses", "").startswith("convcalc/")]


def test_the_hooks_of_the_page_exist():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    known = {hook["id"] for hook in hooks}
    assert {hook["id"] for hook in PRE_COMMIT["repos"][0]["hooks"]} <= known
    assert set(re.findall(r"`(convcalc-audit[\w-]*)`", CI)) == known


def test_the_tables_have_every_input_output_and_format():
    rows = re.findall(r"^\| `([\w-]+)` \|", CI, re.MULTILINE)
    names = {*ACTION["inputs"], *ACTION["outputs"]}
    assert names - {"json"} == set(rows) - set(NAMES)
    reports = CI.partition("## Reports")[2].partition("## ")[0]
    assert set(re.findall(r"`(\w+)`", reports)) == set(NAMES)
