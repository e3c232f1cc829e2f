"""`convcalc diff` in a terminal of a given width."""

import fcntl
import os
import struct
import subprocess
import sys
import termios

import pytest


def terminal(columns, *words):
    """What a terminal of that width shows, line by line."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    environment = {**kept, "NO_COLOR": "1", "TERM": "xterm"}
    command = [sys.executable, "-m", "convcalc", *words]
    with subprocess.Popen(command, stdout=slave, env=environment) as process:
        os.close(slave)
        shown = b"".join(_chunks(master))
    os.close(master)
    assert process.returncode == 0
    return shown.decode().replace("\r\n", "\n").splitlines()


def _chunks(descriptor):
    while True:
        try:
            chunk = os.read(descriptor, 4096)
        except OSError:  # Linux says so at the end
            return
        if not chunk:
            return
        yield chunk


@pytest.mark.parametrize(
    ("columns", "left_out"),
    [
        (70, "left out for want of width: params, macs, params +/-"),
        (80, "left out for want of width: params, macs"),
        (100, "left out for want of width: params"),
        (160, None),
    ],
)
def test_a_narrow_terminal_leaves_out_what_can_be_spared(columns, left_out):
    lines = terminal(columns, "diff", "resnet50", "resnet101", "--top", "3")
    assert max(map(len, lines)) <= columns
    assert (left_out in lines) == bool(left_out)
    # Each row is one line: three layers, and the others.
    rows = [line for line in lines if line.startswith("+  layer3.") or "and 167 others" in line]
    assert len(rows) == 4
    assert all("new" in row for row in rows)
