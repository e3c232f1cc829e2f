"""action.yml, its steps run by bash in real repositories."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from repositories import Repo
from workflow_runner import ACTION, ROOT, STEPS, Job

NET = """\
    convcalc: 1
    name: small
    input: 3x8x8
    layers:
      - conv: {out: OUT, k: 3, p: 1}
        name: stem
    """
# Hand arithmetic: 8·8 positions · 9 taps · 3 channels · 4 outputs = 6,912 MACs; 6 outputs 10,368.
LIMIT = "convcalc: 1\nnetworks: [nets/*.yaml]\nbudgets: [{match: small, macs: {max: 7k}}]\n"
HOSTILE = (
    '"; touch pwned; "',
    "$(touch pwned)",
    "`touch pwned`",
    "--exit-zero",
    "a\nb\n$(touch pwned)",
)


@pytest.fixture
def repo(tmp_path):
    found = Repo(tmp_path / "work space")
    found.write("convcalc.yaml", LIMIT)
    write_net(found, 4)
    found.commit()
    return found


def write_net(repo, out):
    repo.write("nets/small.yaml", NET.replace("OUT", str(out)))


@pytest.fixture
def job(installed, repo, tmp_path):
    return Job(repo.path, tmp_path / "temp", outputs=installed.outputs)


def test_within_its_budgets_it_passes(job):
    done = job.run("audit")
    assert (done.code, done.outputs["exit-code"]) == (0, "0"), done.log
    assert "::error" not in done.log
    assert "small" in done.summary
    report = json.loads(Path(done.outputs["json"]).read_text())
    assert report["networks"][0]["totals"]["macs"] == 6912
    assert report["summary"] == {"errors": 0, "warnings": 0, "exit_code": 0}


def test_over_budget_it_fails_marks_the_line_and_writes_the_page(job, repo):
    write_net(repo, 6)
    done = job.run("audit")
    assert (done.code, done.outputs["exit-code"]) == (1, "1")
    (mark,) = re.findall(r"^::error .*$", done.log, re.MULTILINE)
    assert mark.startswith("::error file=convcalc.yaml,line=3,col=38,")
    assert "10,368" in mark
    assert "10,368" in done.summary
    assert json.loads(Path(done.outputs["json"]).read_text())["summary"]["exit_code"] == 1


def test_a_file_that_is_not_valid_is_told(job, repo):
    repo.write("nets/small.yaml", NET.replace("OUT", "wide"))
    done = job.run("audit")
    assert (done.code, done.outputs["exit-code"]) == (2, "2")
    assert "::error file=nets/small.yaml,line=5,col=17," in done.log
    assert json.loads(Path(done.outputs["json"]).read_text())["networks"][0]["status"] == "invalid"


def test_a_wrong_argument_writes_no_report(job):
    done = job.run("audit", args="--nonsense")
    assert (done.code, done.outputs) == (2, {"exit-code": "2"})
    assert "--nonsense" in done.log


GROWTH = LIMIT.replace("macs: {max: 7k}", "since_base: {macs: 2%}")


def pull_request(tmp_path, *, depth=0):
    """What actions/checkout leaves of one: a merge of base and branch, HEAD detached.

    With depth 0 all branches are there as origin/NAME; with 1 only the merge.
    """
    server = Repo(tmp_path / "server")
    server.write("convcalc.yaml", GROWTH)
    write_net(server, 4)
    server.commit()
    server.branch("wider")
    write_net(server, 6)
    server.commit()
    server.checkout("main")
    server.write("README", "meanwhile")
    server.commit()
    server.branch("pull")
    server.git("merge", "--quiet", "--no-ff", "--message", "merge", "wider")
    clone = Repo(tmp_path / "clone")
    clone.git("remote", "add", "origin", f"file://{server.path}")
    refs = ["+refs/heads/pull:refs/remotes/pull/1/merge"]
    if depth:
        clone.git("fetch", "--quiet", f"--depth={depth}", "origin", *refs)
    else:
        clone.git("fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*", *refs)
    clone.checkout("refs/remotes/pull/1/merge")
    return clone


def test_a_pull_request_is_compared_with_the_branch_it_goes_to(installed, tmp_path):
    clone = pull_request(tmp_path)
    job = Job(clone.path, tmp_path / "temp", {"GITHUB_BASE_REF": "main"}, installed.outputs)
    done = job.run("audit")
    assert done.code == 1, done.log
    assert "grew by 3.46 k (50.0 %) from 6.91 k to 10.4 k (10,368)" in done.log
    assert job.run("audit", base="none").code == 0
    assert job.run("audit", base="HEAD").code == 0


def test_a_shallow_clone_is_told_what_to_fetch(installed, tmp_path):
    clone = pull_request(tmp_path, depth=1)
    job = Job(clone.path, tmp_path / "temp", {"GITHUB_BASE_REF": "main"}, installed.outputs)
    done = job.run("audit")
    assert (done.code, "fetch-depth: 0" in done.log) == (0, True), done.log
    assert job.run("audit", require_baseline="true").code == 2


def test_a_push_has_no_base_that_could_be_missing(job):
    assert job.run("audit", require_baseline="true").code == 0


def test_the_base_of_the_job_is_kept_unless_none_is_asked_for(job, repo):
    repo.write("convcalc.yaml", GROWTH)
    write_net(repo, 6)
    own = replace(job, variables={"CONVCALC_BASE": "main"})
    assert own.run("audit").code == 1
    assert own.run("audit", base="none").code == 0


def test_strict_makes_a_warning_a_finding(job, repo):
    repo.write("convcalc.yaml", LIMIT.replace("max: 7k", "max: 7k, warn: 6k"))
    assert job.run("audit").code == 0
    assert job.run("audit", strict="true").code == 1


@pytest.mark.parametrize("name", ["strict", "require_baseline"])
def test_a_switch_is_true_or_false(job, name):
    done = job.run("audit", **{name: "yes"})
    assert (done.code, done.outputs) == (2, {})
    assert f"{name.replace('_', '-')} is true or false" in done.log


def test_files_config_reports_and_arguments_are_handed_on(job, repo):
    repo.write("other.yaml", "convcalc: 1\nbudgets: [{match: small, macs: 6k}]\n")
    done = job.run(
        "audit",
        files="nets/small.yaml\nlenet5\n",
        config="other.yaml",
        reports="junit=my report.xml\nmarkdown=audit.md\n",
        args="--dtype\nint8\n--exit-zero",
    )
    assert done.code == 0, done.log
    report = json.loads(Path(done.outputs["json"]).read_text())
    assert [one["name"] for one in report["networks"]] == ["small", "lenet5"]
    assert report["assumptions"]["dtype"] == "int8"
    assert report["summary"]["errors"] == 1
    assert (repo.path / "my report.xml").exists()
    assert (repo.path / "audit.md").exists()


def test_places_are_told_from_the_top_of_the_repository(job, repo):
    repo.write("sub folder/convcalc.yaml", LIMIT.replace("nets/", "../nets/").replace("7k", "6k"))
    done = job.run("audit", working_directory="sub folder")
    assert done.code == 1
    assert "::error file=sub folder/convcalc.yaml,line=3" in done.log


@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_is_read_as_a_command(job, repo, text):
    """Nor is one that begins with dashes a flag, but for those of args."""
    write_net(repo, 6)  # over budget
    for inputs in (
        {"files": text},
        {"base": text},
        {"config": text, "reports": text},
        {"working_directory": text},
        {"strict": text},
        {"require_baseline": text},
    ):
        assert job.run("audit", **inputs).code in {1, 2}, inputs
    job.run("audit", args=text)
    assert not list(repo.path.rglob("pwned"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_python_is_read_as_a_command(job, repo, text):
    assert job.run("install", python=text).code == 2
    assert not list(repo.path.rglob("pwned"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_branch_is_read_as_a_command(job, repo, text):
    done = replace(job, variables={"GITHUB_BASE_REF": text}).run("audit")
    assert done.code == 0  # there is no such base, which is a note
    assert "note[CC402]" in done.log
    assert not list(repo.path.rglob("pwned"))


def test_an_old_python_is_told_before_anything_is_installed(job, repo):
    old = repo.write("old python", "#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = job.run("install", python=str(old))
    assert (done.code, done.outputs) == (2, {})
    assert "is not Python 3.11 or newer; run actions/setup-python before" in done.log


def test_the_packages_of_the_job_are_neither_seen_nor_changed(installed, repo, tmp_path):
    """A module of the job that is called like one of ours is not imported."""
    repo.write("typer.py", "raise SystemExit(9)")
    variables = {"PYTHONPATH": str(repo.path)}
    job = Job(repo.path, tmp_path / "temp", variables, installed.outputs)
    assert job.run("audit").code == 0
    home = Path(installed.outputs["install"]["home"])
    assert home.is_relative_to(installed.temp)
    assert sys.prefix not in str(home)


def test_inputs_reach_scripts_as_variables_only():
    """GitHub puts what stands between ${{ and }} into the text of a script, unquoted."""
    for step in STEPS.values():
        assert step["shell"] == "bash"
        assert step["run"].startswith("set -euo pipefail\n")
        assert set(step) <= {"name", "id", "shell", "env", "run"}
        assert "${{" not in step["run"]
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    used = [name for step in STEPS.values() for name in step["env"].values()]
    asked = {name for one in used for name in re.findall(r"inputs\.([\w-]+)", one)}
    assert asked == set(ACTION["inputs"])
    assert text.count("${{") == len(used) + len(ACTION["outputs"])


def test_every_input_says_what_it_is_and_has_a_default():
    assert ACTION["runs"]["using"] == "composite"
    for one in (*ACTION["inputs"].values(), *ACTION["outputs"].values()):
        assert one["description"].strip().endswith(".")
    for one in ACTION["inputs"].values():
        assert isinstance(one["default"], str)  # an action's inputs are texts


def test_bash_of_macos_is_enough():
    """Bash 3.2 has no mapfile, no ${x,,}, no declare -A."""
    for step in STEPS.values():
        assert not re.search(
            r"\b(mapfile|readarray)\b|declare -[An]|\$\{\w+(,,|\^\^|@)", step["run"]
        )
