"""Runs that are killed or interrupted at any moment lose nothing that was finished."""

import os
import signal
import subprocess
import sys
import time
from functools import partial

import numpy as np
import pytest
from small_sweep import (
    PARTS,
    SWEEP,
    ended,
    finished,
    gone,
    interrupt,
    started,
    undisturbed,
    wait_for,
)

from convcalc.errors import InputError
from convcalc.sweep.engines import How
from convcalc.sweep.reading import Changes
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.results import parts
from convcalc.sweep.results.parts import folder_of
from convcalc.sweep.run import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc, and forks")
KILLS, REFUSED = 20, 1  # the latter by an error that nobody catches here
# Runs that begin at once: each is a fork of a process that has loaded everything.
FORKS = """\
import os, sys
from convcalc.sweep.chunks import Chunks
from convcalc.sweep.engines import How
from convcalc.sweep.reading import Changes
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.results import formats
from convcalc.sweep.run import run

def swept(out, jobs):
    run(Recipe("small.yaml", changes=Changes(out=out), chunk=3), How(int(jobs), resume=True))

swept(sys.argv[1], 1)
for line in sys.stdin:
    process = os.fork()
    if not process:
        swept(*line.split())
        os._exit(0)
    print(process, flush=True)
    sys.stdin.readline()  # until then its number is its own
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""


class Runs:
    """Runs one after the other, each of which may be killed."""

    def __init__(self, folder, whole):
        command = [sys.executable, "-c", FORKS, whole]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.first = subprocess.Popen(command, cwd=folder, **pipes, start_new_session=True)

    def run(self, out, *, jobs=1, until=None):
        """How a run has ended, killed once `until` returns unless it was quicker."""
        self.first.stdin.write(f"{out} {jobs}\n")
        self.first.stdin.flush()
        process = int(self.first.stdout.readline())
        if until:
            until()
            os.kill(process, signal.SIGKILL)
        self.first.stdin.write("\n")
        self.first.stdin.flush()
        return int(self.first.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.first.stdin.close()
        self.first.wait()
        self.first.stdout.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small.yaml").write_text(SWEEP, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_killed_at_twenty_moments_it_ends_in_the_same_bytes(folder, suffix):
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    whole, out = folder / f"whole.{suffix}", folder / f"points.{suffix}"
    moments, kills, seen = np.random.default_rng([*suffix.encode()]), 0, set()
    with Runs(folder, whole.name) as runs:
        while kills < KILLS:
            wait = moments.uniform(0.0, 0.1)
            code = runs.run(out.name, until=partial(time.sleep, wait))
            kills += code == -signal.SIGKILL
            seen.add(finished(out))
            if code in {0, REFUSED}:  # the latter where the one before was stopped at its very end
                assert out.read_bytes() == whole.read_bytes()
                out.unlink()
        # The last one may have been killed at its very end, while its parts were going.
        if not out.exists() or folder_of(out).exists():
            resumes = not out.exists() or any(folder_of(out).iterdir())
            assert runs.run(out.name) == (0 if resumes else REFUSED)
    assert len(seen) > 2  # they were killed here and there
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["small.yaml", whole.name, out.name]
    )


def test_stopped_while_its_parts_go_it_ends_in_the_same_bytes(folder, monkeypatch):
    """The file is whole, and of its parts only what says whose they were is left."""
    monkeypatch.chdir(folder)
    out = folder / "points.jsonl"
    recipe = Recipe("small.yaml", changes=Changes(out=out.name), chunk=3)

    def stopped(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(parts.shutil, "rmtree", stopped)
        with pytest.raises(KeyboardInterrupt):
            run(recipe, How(1, resume=True))
    whole = out.read_bytes()
    assert [one.name for one in folder_of(out).iterdir()] == ["manifest.json"]
    run(recipe, How(1, resume=True))
    assert out.read_bytes() == whole
    assert not folder_of(out).exists()
    folder_of(out).mkdir()  # stopped one step later
    with pytest.raises(InputError, match="CC131"):
        run(recipe, How(1, resume=True))
    assert out.read_bytes() == whole
    assert not folder_of(out).exists()


def test_processes_end_with_the_one_that_is_killed(folder):
    whole, out = folder / "whole.csv", folder / "points.csv"
    moments = np.random.default_rng(7)
    with Runs(folder, whole.name) as runs:
        for _ in range(2):
            wanted = min(finished(out) + int(moments.integers(1, 30)), PARTS - 1)
            code = runs.run(
                out.name,
                jobs=2,
                until=lambda wanted=wanted: wait_for(lambda: finished(out) >= wanted),
            )
            assert code == -signal.SIGKILL
        group = runs.first.pid
        assert runs.run(out.name, jobs=2) == 0
    assert out.read_bytes() == whole.read_bytes()
    wait_for(lambda: gone(group))


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_says_how_to_go_on(folder, jobs):
    out, whole = folder / "points.csv", undisturbed(folder / "small.yaml", folder / "whole.csv")
    out.write_text("old", encoding="utf-8")
    words = "small.yaml", "--out", out.name, "--jobs", jobs
    process = started(folder, *words, "--overwrite")
    wait_for(lambda: finished(out) > 1)
    interrupt(process)
    code, said = ended(process)
    assert code == 130
    command = f"convcalc sweep small.yaml --out points.csv --jobs {jobs} --resume"
    assert said.splitlines() == [
        f"note: what is finished stays; go on with: {command}",
        "interrupted",
    ]
    wait_for(lambda: gone(process.pid))
    assert 1 < finished(out) < PARTS
    assert out.read_text(encoding="utf-8") == "old"
    assert ended(started(folder, *words, "--resume"))[0] == 0
    assert out.read_bytes() == whole
