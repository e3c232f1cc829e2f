"""A bar on a terminal's stderr, which leaves the data alone; silence everywhere else."""

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from threading import Thread

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")

PROGRAM = [sys.executable, "-m", "convcalc"]
LAYER = {"variant": "conv", "input": [3, 9, 9], "out_channels": 4, "kernel_size": 3}
LINES = (json.dumps(LAYER) + "\n").encode() * 2_000
# 64·64·9 weights at 224·224 positions: 1.8·10⁹ MACs, long enough to be watched.
LONG = ["conv", "64x224x224", "64", "-k", "3", "-p", "1", "--verify", "-f", "json"]
SHORT = ["bottleneck", "64x7x7", "64", "--verify", "-f", "json"]


def on_a_terminal(*words, given=b""):
    """A run whose stderr is a terminal: its code, its stdout, and what the terminal showed."""
    ours, theirs = pty.openpty()
    shown = []
    reader = Thread(target=read_all, args=(ours, shown))
    reader.start()
    ran = subprocess.run(
        [*PROGRAM, *words], input=given, stdout=subprocess.PIPE, stderr=theirs, check=False,
        env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    reader.join()
    os.close(ours)
    return ran.returncode, ran.stdout, b"".join(shown).decode()


def read_all(terminal, shown):
    """Read beside the run: a terminal holds little."""
    with suppress(OSError):  # the other end is closed
        while piece := os.read(terminal, 4096):
            shown.append(piece)


def test_one_long_operator():
    code, out, terminal = on_a_terminal(*LONG)
    assert code == 0
    assert json.loads(out)["verified"]
    assert "conv" in terminal
    assert "\x1b" in terminal


def test_what_is_short_shows_none():
    code, out, terminal = on_a_terminal(*SHORT)
    assert (code, terminal) == (0, "")
    assert json.loads(out)["verified"]


@pytest.mark.parametrize("given", ["pipe", "file"])
def test_a_batch(given, tmp_path):
    file = tmp_path / "layers.jsonl"
    file.write_bytes(LINES)
    words = ["batch", str(file)] if given == "file" else ["batch"]
    code, out, terminal = on_a_terminal(*words, given=b"" if given == "file" else LINES)
    assert code == 0
    assert len([json.loads(line) for line in out.splitlines()]) == 2_000
    assert "lines" in terminal
    # Of a pipe nobody knows how much will come.
    assert any(int(share) > 0 for share in re.findall(r"(\d+)%", terminal)) == (given == "file")


def test_a_batch_of_several_processes():
    # The bar has a thread, so these processes are new ones and no copies.
    code, out, terminal = on_a_terminal("batch", "--jobs", "2", given=LINES + b"nope\n")
    lines = out.splitlines()
    assert (code, len(lines), len(set(lines))) == (2, 2_001, 2)
    assert b'"line":2001' in lines[-1]
    assert "lines" in terminal
    assert terminal.count("Traceback") == 0


def test_one_bar_for_a_batch_that_is_verified():
    code, out, terminal = on_a_terminal("batch", "--verify", given=LINES[: len(LINES) // 100])
    assert code == 0
    assert len(out.splitlines()) == 20
    assert "batch" in terminal


@pytest.mark.parametrize("words", [["batch"], ["-q", "batch"]])
def test_silence(words):
    given = LINES[: len(LINES) // 100]
    if "-q" in words:
        assert on_a_terminal(*words, given=given)[2] == ""
    ran = subprocess.run([*PROGRAM, *words], input=given, capture_output=True, check=True)
    assert ran.stderr == b""
