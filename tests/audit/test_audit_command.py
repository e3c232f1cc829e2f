"""`convcalc audit` on files: what is audited, what is said, what is written, and the exit code."""

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from commandline import convcalc
from small_audits import ONE

from convcalc.cli.reports import NAMES

FORMATS = ("table", "plain", "json", "jsonl", "csv", "markdown")
PROGRAM = [sys.executable, "-m", "convcalc"]
CONFIG = """\
convcalc: 1
networks: ["**/*.yaml"]
budgets:
  - match: "*"
    macs: {max: 600, slack: 10%}
  - match: over*
    macs: 511
  - match: near
    macs: {warn: 500}
"""
BROKEN = "convcalc: 1\ninput: 4x8x8\nlayers: [{pintwise: 2}, {pointwise: {out: mid}}]\n"
NOT_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for name in ("clean", "over budget ü", "near", "sub/deep/clean2", ".hidden/over2"):
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ONE, encoding="utf-8")
    (folder / "loose.yaml").write_text(ONE.replace("4x8x8", "4x8x4"))  # 256 MACs
    (folder / "convcalc.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "compose.yaml").write_text("services: {}\n")
    (folder / "broken").mkdir()
    (folder / "broken/net.yml").write_text(BROKEN)
    return folder


@pytest.fixture
def files(made, monkeypatch):
    for name in [one for one in os.environ if one.startswith(("CONVCALC_", "GITHUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(made)
    return made


CODES = {
    ("clean.yaml",): 0,
    ("over budget ü.yaml",): 1,
    ("near.yaml",): 0,  # a warning
    ("near.yaml", "--strict"): 1,
    ("loose.yaml", "--strict"): 0,  # a note
    ("over budget ü.yaml", "--exit-zero"): 0,
    ("near.yaml", "--strict", "--exit-zero"): 0,
    ("broken/net.yml",): 2,
    ("broken/net.yml", "--exit-zero"): 2,
    ("over budget ü.yaml", "broken/net.yml", "clean.yaml"): 2,
    (): 1,
    ("compose.yaml",): 0,
    ("missing.yaml",): 2,
}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("words", CODES)
def test_the_exit_code_is_the_same_in_every_format(words):
    codes = {form: convcalc("audit", *words, "-f", form).code for form in FORMATS}
    assert codes == dict.fromkeys(FORMATS, CODES[words])
    assert convcalc("audit", *words, "--quiet").code == CODES[words]
    assert convcalc("audit", *words, "--ci", "github").code == CODES[words]


@pytest.mark.usefixtures("files")
def test_what_is_said():
    ran = convcalc("audit")
    assert (
        ran.out
        == """\
network        params  macs  checks  nearest limit
clean          10      512   2       macs 85.3 % of max    ·
loose          10      256   2       macs 42.7 % of max    ·
near           10      512   3       macs 102.4 % of warn  !
over budget ü  10      512   1       macs 100.2 % of max   ✗
clean2         10      512   2       macs 85.3 % of max    ·
5 networks, 10 checks: 1 error, 1 warning, 4 notes
"""
    )
    assert ran.err.splitlines()[-5:] == [
        "convcalc.yaml:7:11: error[CC301]: over budget ü: macs 512 exceeds max 511 by 1 (0.2 %)",
        "  |",
        "7 |     macs: 511",
        "  |           ^^^",
        "  = convcalc net 'over budget ü.yaml' --top 10 --sort macs shows more",
    ]
    heads = [line.split()[1] for line in ran.err.splitlines() if line.startswith("convcalc.yaml:")]
    assert heads == [*["note[CC304]:"] * 4, "warning[CC303]:", "error[CC301]:"]
    quiet = convcalc("audit", "--quiet")
    assert (quiet.out, "note[" in quiet.err, "error[" in quiet.err) == (ran.out, False, True)


@pytest.mark.usefixtures("files")
def test_a_broken_file_among_good_ones_is_told_with_all_that_is_wrong():
    ran = convcalc("audit", "clean.yaml", "broken/net.yml", "over budget ü.yaml", "-f", "json")
    found = json.loads(ran.out)
    assert [one["status"] for one in found["networks"]] == ["complete", "invalid", "complete"]
    broken = found["networks"][1]
    assert list(broken) == ["name", "file", "vars", "status", "errors", "checks"]
    assert [(one["code"], one["source"]["column"]) for one in broken["errors"]] == [
        ("CC117", 11),
        ("CC110", 43),
    ]
    assert found["summary"] == {"errors": 3, "warnings": 0, "exit_code": 2}
    assert ran.err.index("broken/net.yml:3:11: error[CC117]") < ran.err.index("error[CC301]")


# The interface page; what it does not list is marked.
REPORT = ["schema", "convcalc", "assumptions", "networks", "checks", "summary"]  # checks of no one
NETWORK = ["name", "file", "vars", "status", "totals", "layers", "checks"]
TOTALS = [
    "params", "macs", "effective_macs", "flops", "weights_bytes", "activations",
    "peak_activation_bytes", "traffic_bytes", "intensity", "receptive_field",
    "receptive_field_smallest", "jump", "offset",
]  # fmt: skip
CHECK = ["rule", "level", "metric", "value", "limit", "excess", "passed", "message", "source"]


@pytest.mark.usefixtures("files")
def test_the_keys_of_json_are_those_of_the_interface():
    found = json.loads(convcalc("audit", "-f", "json").out)
    assert list(found) == REPORT
    assert found["schema"] == "convcalc/report@1"
    assert found["assumptions"] == {
        "batch": 1,
        "dtype": "fp32",
        "flops_per_mac": 2,
        "convention": "convcalc",
    }
    for network in found["networks"]:
        assert list(network) == NETWORK
        assert list(network["totals"]) == TOTALS
        for check in network["checks"]:
            assert [key for key in check if key != "details"] == CHECK
            assert list(check["source"]) == ["file", "line", "column"]
    (over,) = [one for one in found["networks"] if one["name"].startswith("over")]
    assert over["checks"][0] == {
        "rule": "CC301",
        "level": "error",
        "metric": "macs",
        "value": 512,
        "limit": 511,
        "excess": 1,
        "passed": False,
        "message": "macs 512 exceeds max 511 by 1 (0.2 %)",
        "details": ["convcalc net 'over budget ü.yaml' --top 10 --sort macs shows more"],
        "source": {"file": "convcalc.yaml", "line": 7, "column": 11},
    }
    assert found["summary"] == {"errors": 1, "warnings": 1, "exit_code": 1}


@pytest.mark.usefixtures("files")
def test_csv_and_plain_have_a_line_for_each_check():
    table = convcalc("audit", "-f", "csv").out.splitlines()
    assert table[0].startswith("network,path,rule,level,passed,metric,value,limit,excess,base,")
    assert len(table) == 1 + 10
    assert "over budget ü,,CC301,error,false,macs,512,511,1,," in "\n".join(table)
    assert len(convcalc("audit", "-f", "plain").out.splitlines()) == 10
    assert len(convcalc("audit", "-f", "jsonl").out.splitlines()) == 5


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["."], ["broken/net.yml", "clean", "loose", "near", "over budget ü", "clean2"]),
        (["sub"], ["clean2"]),
        (["sub", "sub/deep", "sub/deep/clean2.yaml", "./sub/../sub/deep/clean2.yaml"], ["clean2"]),
        (["near.yaml", "clean.yaml", "near.yaml"], ["near", "clean"]),
        ([".hidden"], ["over2"]),
        (["compose.yaml", "convcalc.yaml", "clean.yaml"], ["clean"]),
        (["lenet5", "vgg19"], ["lenet5", "vgg19"]),
    ],
)
def test_files_folders_and_names(words, names):
    found = json.loads(convcalc("audit", *words, "-f", "json").out)
    assert sorted(one["name"] for one in found["networks"]) == sorted(names)


@pytest.mark.usefixtures("files")
def test_files_of_others_are_skipped_as_pre_commit_passes_them():
    ran = convcalc("audit", "compose.yaml", "convcalc.yaml")
    assert ran.code == 0
    assert ran.out == "0 networks, 0 checks: 0 errors, 0 warnings, 0 notes\n"
    assert ran.err == ("nothing to audit: compose.yaml, convcalc.yaml are no network of ours\n")


@pytest.mark.usefixtures("files")
def test_stdin_is_a_file(monkeypatch):
    for text, code in ((ONE, 0), (BROKEN, 2), (f"{ONE}budget: {{macs: 511}}\n", 1), ("", 2)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert convcalc("audit", "-").code == code


@pytest.mark.usefixtures("files")
def test_budgets_of_the_project_hold_for_a_file_that_is_named():
    assert convcalc("audit", "over budget ü.yaml").code == 1
    ran = convcalc("audit", "clean.yaml", "--strict")
    assert ran.code == 0
    assert "CC306" not in ran.err  # of the others nothing is known


def test_a_name_cannot_begin_a_line_of_a_log(tmp_path, monkeypatch):
    """Lines that begin with two colons are commands to GitHub."""
    monkeypatch.chdir(tmp_path)
    for name in (r"a\n::error::b", r"a\r::error::b", r"a\u2028::error::b"):
        Path("a.yaml").write_text(f'name: "{name}"\n{ONE}budget: {{macs: 1}}\n')
        for form in FORMATS:
            ran = convcalc("audit", "a.yaml", "-f", form)
            assert ran.code == 1
            lines = (ran.out + ran.err).splitlines()
            assert not any(line.startswith("::") for line in lines)


@pytest.mark.usefixtures("files")
def test_all_reports_at_once(tmp_path):
    words = [word for name in NAMES for word in ("--report", f"{name}={tmp_path / name}")]
    plain, ran = convcalc("audit"), convcalc("audit", *words)
    assert (ran.code, ran.out, ran.err) == (plain.code, plain.out, plain.err)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)
    for form in ("json", "csv", "markdown"):
        assert (tmp_path / form).read_text("utf-8") == convcalc("audit", "-f", form).out


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("path", ["no/such/folder/out.json", "sub", "/dev/full"])
def test_a_report_that_cannot_be_written_is_2(path):
    if path.startswith("/dev") and not Path(path).exists():
        pytest.skip("no such device")
    ran = convcalc("audit", "--report", f"json={path}")
    assert ran.code == 2
    assert f"error[CC101]: --report json={path}: " in ran.err
    assert ran.out.endswith("5 networks, 10 checks: 1 error, 1 warning, 4 notes\n")
    assert "error[CC301]" in ran.err


@NOT_ROOT
@pytest.mark.usefixtures("files")
def test_a_report_in_a_folder_that_is_read_only_is_2(tmp_path):
    tmp_path.chmod(0o500)
    assert convcalc("audit", "--report", f"json={tmp_path}/out").code == 2


@NOT_ROOT
def test_a_project_file_that_is_read_only_is_not_lowered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(f"{ONE}budget: {{macs: 1k}}\n")
    Path("a.yaml").chmod(0o400)
    ran = convcalc("audit", "a.yaml", "--update-budgets")
    assert ran.code == 2
    assert "a.yaml: Permission denied" in ran.err


@pytest.mark.usefixtures("files")
def test_two_audits_may_write_one_report(tmp_path):
    """Whoever comes last wins, whole: nobody sees half of a report."""
    path = tmp_path / "out.json"
    words = [*PROGRAM, "audit", "--report", f"json={path}", "-q"]
    runs = [
        subprocess.Popen([*words, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for more in ([], ["clean.yaml"])
    ]
    seen = set()
    watcher = threading.Thread(target=_watch, args=(path, runs, seen))
    watcher.start()
    assert [run.wait(60) for run in runs] == [1, 0]
    watcher.join()
    assert len(json.loads(path.read_text("utf-8"))["networks"]) in (1, 5)
    assert seen <= {1, 5}
    assert [one.name for one in tmp_path.iterdir()] == ["out.json"]


def _watch(path, runs, seen):
    while any(run.poll() is None for run in runs):
        if path.exists():
            seen.add(len(json.loads(path.read_text("utf-8"))["networks"]))


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_pipe_that_closes_ends_quietly_with_the_code_that_was_earned(form):
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(
        [*PROGRAM, "audit", "-f", form, "-q", "over budget ü.yaml"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr
    assert b"error[CC301]" in ran.stderr


@pytest.mark.usefixtures("files")
def test_a_terminal_without_unicode_is_served():
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = subprocess.run([*PROGRAM, "audit"], env=plain, capture_output=True, check=False)
    assert ran.returncode == 1
    assert b"5 networks, 10 checks" in ran.stdout
    assert b"Traceback" not in ran.stderr
    assert b"error[CC301]" in ran.stderr


def test_two_hundred_networks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("nets").mkdir()
    for number in range(200):
        Path(f"nets/net{number:03}.yaml").write_text(ONE)
    budgets = "budgets: [{match: '*', macs: 512}, {match: net007, macs: 511}]\n"
    Path("convcalc.yaml").write_text("convcalc: 1\nnetworks: [nets]\n")
    assert convcalc("audit").code == 0  # a folder is no file: CC308
    Path("convcalc.yaml").write_text(f"convcalc: 1\nnetworks: [nets/*]\n{budgets}")
    ran = convcalc("audit")
    assert ran.code == 1
    assert ran.out.endswith("200 networks, 200 checks: 1 error, 0 warnings, 0 notes\n")
    assert ran.err.count("error[") == 1


def test_of_very_many_findings_a_hundred_are_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(
        "convcalc: 1\ninput: 2x1x1\nlayers: [{repeat: 150, pointwise: 2}]\n"  # 4 MACs each
        "budget: {layers: [{match: '*', macs: 3}]}\n"
    )
    ran = convcalc("audit", "a.yaml")
    assert ran.code == 1
    assert ran.err.count("error[CC301]") == 100
    assert ran.err.startswith("50 more findings are left out; -f csv has them all\n")
    assert convcalc("audit", "a.yaml", "-f", "csv").out.count("CC301") == 150
