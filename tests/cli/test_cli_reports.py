"""`--report` and `--ci`: what is written, whole or not at all, and what is said if it cannot be."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from commandline import convcalc

from convcalc.cli.reports import NAMES
from convcalc.cli.whole_file import write_whole
from convcalc.report.reports import FORMATS

BAD = "convcalc: 1\ninput: 3x8x8\nlayers: [{cnov: {out: 3}}]\n"
NOT_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


def left(folder):
    return sorted(file.name for file in folder.iterdir())


def test_the_names_are_those_that_can_be_written():
    assert tuple(FORMATS) == NAMES


@pytest.mark.parametrize("command", ["net", "verify"])
def test_all_reports_at_once_and_the_output_is_the_same(folder, command):
    words = [word for name in NAMES for word in ("--report", f"{name}=out.{name}")]
    plain = convcalc(command, "lenet5")
    ran = convcalc(command, "lenet5", *words)
    assert (ran.code, ran.out, ran.err) == (0, plain.out, plain.err)
    assert left(folder) == sorted(f"out.{name}" for name in NAMES)
    assert json.loads((folder / "out.json").read_text())["summary"]["exit_code"] == 0


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_a_report_is_what_f_writes(folder, form):
    ran = convcalc("net", "lenet5", "--report", f"{form}=out", "-f", form)
    assert (folder / "out").read_text() == ran.out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["sarfi=a"], 'error[CC107]: --report: format "sarfi" is not known; did you mean "sarif"?'),
        (["xlsx=a"], 'error[CC107]: --report: format "xlsx" is not known; use json, csv, '),
        (["out.json"], "error[CC100]: --report out.json: write --report FORMAT=PATH"),
        (["json="], "error[CC100]: --report json=: write --report FORMAT=PATH"),
        (["json=-"], "error[CC100]: --report json=-: stdout has the output itself; name a file"),
        (["json=a", "csv=./a"], "error[CC100]: --report csv=./a: json is written there too"),
    ],
)
def test_a_report_that_cannot_be_is_2_before_anything_is_done(words, says):
    flags = [flag for word in words for flag in ("--report", word)]
    ran = convcalc("net", "missing.yaml", *flags)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(says)
    assert ran.err.count("\n") == 1
    assert not Path("a").exists()


def test_a_link_to_a_report_is_the_same_file(folder):
    (folder / "link").symlink_to("a")
    ran = convcalc("net", "lenet5", "--report", "json=a", "--report", "csv=link")
    assert (ran.code, "json is written there too" in ran.err) == (2, True)


def test_a_missing_folder_is_2_after_the_output_and_the_others_are_written(folder):
    words = ["--report", "json=no/a.json", "--report", "junit=b.xml"]
    ran = convcalc("net", "lenet5", *words)
    assert ran.code == 2
    assert "416,520" in ran.out
    assert ran.err == "error[CC101]: --report json=no/a.json: No such file or directory\n"
    assert left(folder) == ["b.xml"]


def test_a_folder_is_no_file(folder):
    (folder / "a").mkdir()
    ran = convcalc("net", "lenet5", "--report", "json=a")
    assert (ran.code, ran.err) == (2, "error[CC101]: --report json=a: Is a directory\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device")  # noqa: PTH110 — a device
def test_a_full_disk_is_2(folder):
    ran = convcalc("net", "lenet5", "--report", "json=/dev/full", "--report", "csv=a")
    assert (ran.code, left(folder)) == (2, ["a"])
    assert ran.err == "error[CC101]: --report json=/dev/full: No space left on device\n"


@NOT_ROOT
def test_a_read_only_folder_is_2(folder):
    (folder / "locked").mkdir(mode=0o555)
    ran = convcalc("net", "lenet5", "--report", "json=locked/a")
    assert (ran.code, ran.err) == (2, "error[CC101]: --report json=locked/a: Permission denied\n")


@NOT_ROOT
def test_a_read_only_file_stays_as_it_is(folder):
    (folder / "a").write_text("mine")
    (folder / "a").chmod(0o444)
    assert convcalc("net", "lenet5", "--report", "json=a").code == 2
    assert (folder / "a").read_text() == "mine"


def test_what_fails_half_way_leaves_the_old_file(folder):
    (folder / "a").write_text("old")

    def broken(out):
        out.write("half of the new")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_whole("a", broken)
    assert left(folder) == ["a"]
    assert (folder / "a").read_text() == "old"


def test_of_two_at_once_each_is_whole(folder):
    def other(_out):
        write_whole("a", lambda out: out.write("the other"))

    write_whole("a", other)
    assert (left(folder), (folder / "a").read_text()) == (["a"], "")


def test_a_closed_pipe_takes_no_report_away(folder):
    reader, writer = os.pipe()
    os.close(reader)
    words = [sys.executable, "-m", "convcalc", "net", "lenet5", "--report", "csv=a"]
    ran = subprocess.run(words, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert (folder / "a").read_text().startswith("network,")


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_an_existing_file_keeps_its_mode(folder, mode):
    (folder / "a").write_text("old")
    (folder / "a").chmod(mode)
    assert convcalc("net", "lenet5", "--report", "csv=a").code == 0
    assert stat.S_IMODE((folder / "a").stat().st_mode) == mode
    assert (folder / "a").read_text().startswith("network,")


def test_a_new_file_has_the_mode_of_the_umask(folder):
    before = os.umask(0o027)
    try:
        assert convcalc("net", "lenet5", "--report", "csv=a").code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o640


def test_a_link_stays_and_its_file_is_replaced(folder):
    (folder / "real").write_text("old")
    (folder / "link").symlink_to("real")
    assert convcalc("net", "lenet5", "--report", "csv=link").code == 0
    assert (folder / "link").is_symlink()
    assert (folder / "real").read_text().startswith("network,")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_is_written_to(folder):
    os.mkfifo(folder / "pipe")
    read = []
    reader = threading.Thread(target=lambda: read.append((folder / "pipe").read_text()))
    reader.start()
    assert convcalc("net", "lenet5", "--report", "csv=pipe").code == 0
    reader.join(10)
    assert read[0].startswith("network,")
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


@pytest.mark.parametrize("name", ["größe 名.json", "a=b.json", "x" * 250])
def test_any_name_will_do(folder, name):
    assert convcalc("net", "lenet5", "--report", f"json={name}").code == 0
    assert left(folder) == [name]


def test_a_file_that_is_not_valid_is_in_every_report(folder):
    (folder / "bad ü.yaml").write_text(BAD)
    words = [
        word for name in ("sarif", "junit", "gitlab") for word in ("--report", f"{name}={name}")
    ]
    ran = convcalc("net", "lenet5", "bad ü.yaml", *words)
    assert ran.code == 2
    (result,) = json.loads((folder / "sarif").read_text())["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert (result["ruleId"], uri) == ("CC117", "bad%20%C3%BC.yaml")
    assert 'errors="1"' in (folder / "junit").read_text()
    assert len(json.loads((folder / "gitlab").read_text())) == 1


def test_github_is_told_on_stderr_and_in_the_summary(folder, monkeypatch):
    (folder / "bad.yaml").write_text(BAD)
    (folder / "step.md").write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "step.md"))
    ran = convcalc("net", "lenet5", "bad.yaml", "--ci", "github", "-f", "json")
    assert ran.code == json.loads(ran.out)["summary"]["exit_code"] == 2
    mark = "::error file=bad.yaml,line=3,col=11,endColumn=15,title=convcalc CC117::bad.yaml:3:11: "
    assert mark in ran.err
    assert (folder / "step.md").read_text().startswith("before\n\n## convcalc: 1 error, ")


def test_the_page_stays_below_the_limit_with_what_was_there(folder, monkeypatch):
    """1,048,576 bytes are what GitHub takes of a step."""
    (folder / "step.md").write_text("x" * (2**20 - 400))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "step.md"))
    many = ["lenet5"] * 30
    assert convcalc("net", *many, "--ci", "github").code == 0
    assert (folder / "step.md").stat().st_size < 2**20
    assert "rows left out" in (folder / "step.md").read_text()


def test_a_summary_that_cannot_be_written_is_2(folder, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "no" / "step.md"))
    ran = convcalc("net", "lenet5", "--ci", "github")
    assert (ran.code, "416,520" in ran.out) == (2, True)
    assert ran.err == "error[CC101]: --ci github: No such file or directory\n"


def test_a_project_file_that_is_not_valid_is_in_the_reports_of_an_audit(folder):
    (folder / "convcalc.yaml").write_text("convcalc: 1\nnetwroks: [a.yaml]\n")
    (folder / "out.json").write_text("of the last time")
    words = ["--report", "json=out.json", "--report", "sarif=out.sarif", "--ci", "github"]
    ran = convcalc("audit", *words)
    assert (ran.code, ran.out) == (2, "")
    report = json.loads((folder / "out.json").read_text())
    assert report["summary"] == {"errors": 1, "warnings": 0, "exit_code": 2}
    assert report["checks"][0]["source"] == {"file": "convcalc.yaml", "line": 2, "column": 1}
    (result,) = json.loads((folder / "out.sarif").read_text())["runs"][0]["results"]
    assert result["ruleId"] == "CC102"
    assert ran.err.count("unknown key") == 2  # the mark, and what it says by itself
    assert ran.err.startswith("::error file=convcalc.yaml,line=2,col=1,endColumn=9,")


def test_without_github_nothing_is_guessed(folder):
    ran = convcalc("net", "lenet5", "--ci", "github")
    assert (ran.code, ran.err, left(folder)) == (0, "", [])
    assert convcalc("net", "lenet5", "--ci", "gitlab").err.startswith("error[CC100]: ")


def test_no_report_loads_no_writer(folder):
    for name in [name for name in sys.modules if name.startswith("convcalc.report.ci")]:
        del sys.modules[name]
    sys.modules.pop("convcalc.report.reports", None)
    assert convcalc("net", "lenet5").code == 0
    assert not [name for name in sys.modules if name.startswith("convcalc.report.ci")]
    assert left(folder) == []
