"""Exit codes, and what is said with them, of real processes where it matters."""

import os
import signal
import subprocess
import sys
import time

import pytest
from commandline import convcalc

from convcalc.cli.app import COMMANDS
from convcalc.variants.layer import Layer

PROGRAM = [sys.executable, "-m", "convcalc"]
STEM = ["conv", "3x224x224", "64", "-k", "7"]


def run(*words, **more):
    return subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=False, **more)


@pytest.fixture
def bug(monkeypatch):
    def broken(_layer):
        raise RuntimeError("boom")

    monkeypatch.setattr(Layer, "cost", broken)


@pytest.mark.usefixtures("bug")
def test_a_bug_is_one_line_and_3():
    ran = convcalc(*STEM)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("convcalc: a bug: RuntimeError: boom; please report it at https://")
    assert ran.err.count("\n") == 1


@pytest.mark.usefixtures("bug")
@pytest.mark.parametrize("by", ["flag", "environment"])
def test_a_bug_shows_its_traceback_when_asked(monkeypatch, by):
    if by == "environment":
        monkeypatch.setenv("CONVCALC_DEBUG", "1")
    with pytest.raises(RuntimeError, match="boom"):
        convcalc(*STEM, *(["--debug"] if by == "flag" else []))


def test_an_interrupted_run_is_130():
    words = [*PROGRAM, "conv", "512x400x400", "512", "-k", "5", "--verify", "--memory", "2GiB"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as long:
        time.sleep(1.5)
        long.send_signal(signal.SIGINT)
        assert long.wait(60) == 130
        assert long.stderr.read() == b"interrupted\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device")  # noqa: PTH110 — a device
def test_a_full_disk_is_2():
    with open("/dev/full", "w") as full:  # noqa: PTH123 — a device
        ran = subprocess.run([*PROGRAM, *STEM], stdout=full, stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 2
    assert ran.stderr == b"error[CC101]: No space left on device\n"


def test_a_closed_pipe_is_quiet():
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run([*PROGRAM, *STEM], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_has_examples_first(command, flag):
    ran = run(command, flag, env={**os.environ, "COLUMNS": "100"})
    assert (ran.returncode, ran.stderr) == (0, "")
    before = ran.stdout.partition("Options")[0]
    assert "Examples" in before
    assert f"convcalc {command} " in before.partition("Examples")[2]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["cnov"], "No such command 'cnov'. Did you mean 'conv'?"),
        ([*STEM, "--strid", "2"], "No such option: --strid"),
        (["conv", "3x9x9", "4"], "Missing option '-k' / '--kernel-size'"),
        (["conv"], "Missing argument 'INPUT'"),
        ([*STEM, "-f", "xml"], "'xml' is not one of"),
    ],
)
def test_wrong_usage_is_2(words, says):
    ran = convcalc(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[CC100]: ")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_quiet_has_no_notes():
    words = ["conv", "64x56x56", "100", "-k", "3"]
    assert convcalc(*words).err.startswith("note[CC507]: ")
    assert convcalc(*words, "--quiet").err == ""
    assert convcalc("-q", *words).err == ""


def test_colour_is_asked_of_the_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    assert "\x1b[" not in convcalc(*STEM).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in convcalc(*STEM).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in convcalc(*STEM).out


def test_version():
    assert run("--version").stdout == "convcalc 0.1.0\n"
