"""A small sweep in small chunks, run by processes that are stopped in many ways."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import yaml

from convcalc.sweep.reading import Changes
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.run import run

NETWORK = {
    "input": ["3", "size", "size"],
    "vars": {"width": 1.0, "size": 32, "kernel": 3, "expand": 1},
    "layers": [
        {"conv": {"out": "round8(32*width)", "k": "kernel", "s": 2, "p": "half"}},
        {"conv": {"out": "8*expand", "k": 1}, "if": "expand != 1"},
        {"depthwise": {"k": "kernel", "p": "half", "norm": "bn"}},
    ],
}
SPACE = {
    "width": [0.35, 0.5, 1.0, 1.4],
    "size": [16, 24, 32, 40, 48],
    "kernel": [3, 5, 7],
    "expand": [1, 2, 3, 4, 5, 6],
}
LIMIT = 1_000_000
SWEEP = yaml.safe_dump(
    {
        "convcalc": 1,
        "sweep": "small",
        "network": NETWORK,
        "space": SPACE,
        "limits": {"macs": LIMIT},
        "minimize": ["macs"],
        "maximize": ["params"],
        "columns": ["params", "macs", "macs/params"],
    },
    sort_keys=False,
)
PARTS = 120  # of 360 points, 3 each
# The program, with small chunks.
PROGRAM = """\
from functools import partial
from convcalc.cli import main, sweeping
from convcalc.sweep.recipe import Recipe
sweeping.Recipe = partial(Recipe, chunk=3)
main()
"""


def undisturbed(file, out):
    """The result of a run that nothing stops."""
    run(Recipe(str(file), changes=Changes(out=str(out)), chunk=3))
    return out.read_bytes()


def started(folder, *words, before=(), first="", **environ):
    """`convcalc sweep` with small chunks, first of a group of processes as in a terminal."""
    return subprocess.Popen(
        [*before, sys.executable, "-c", f"{first}\n{PROGRAM}", "sweep", *map(str, words)],
        cwd=folder,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process):
    """The exit code of a process, and what it said on stderr."""
    _, said = process.communicate()
    return process.returncode, said


def finished(out):
    """How many parts of a result there are."""
    return len(list(out.parent.glob(f"{out.name}.parts/*.summary.json")))


def wait_for(holds, seconds=60):
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.002)


def gone(group):
    """Whether no process of a group is left."""
    with suppress(ProcessLookupError):
        os.killpg(group, 0)
        return all(_ended(stat) for stat in Path("/proc").glob("[0-9]*/stat") if _in(stat, group))
    return True


def _fields(stat):
    with suppress(OSError):
        return stat.read_text().rpartition(")")[2].split()
    return ["X", "0", "0"]


def _in(stat, group):
    return int(_fields(stat)[2]) == group


def _ended(stat):
    return _fields(stat)[0] in "ZX"  # nobody may be there to ask how it ended


def interrupt(process):
    """Ctrl-C: every process of the group hears it."""
    os.killpg(process.pid, signal.SIGINT)
