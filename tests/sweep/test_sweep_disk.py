"""Disks that are full or cannot be written: said clearly, and what is finished stays."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from small_sweep import PARTS, SWEEP, ended, finished, started, undisturbed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="disks are limited otherwise there")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small.yaml").write_text(SWEEP, encoding="utf-8")
    return tmp_path


@pytest.fixture
def disk(tmp_path):
    """Makes a small disk in memory, where that is permitted."""
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(*options):
        command = [which("mount"), "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(place)]
        if sys.platform != "linux" or not which("mount") or os.geteuid():
            pytest.skip("only root can mount a disk")
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            pytest.skip(f"no disk can be mounted: {ran.stderr.strip()}")
        return place

    yield mounted
    if place.is_mount():
        subprocess.run([which("umount"), str(place)], check=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_loses_nothing(folder, disk, jobs):
    whole = undisturbed(folder / "small.yaml", folder / "whole.csv")
    out = disk("size=400k") / "points.csv"  # a page of 4 KiB for each file
    words = "small.yaml", "--out", out, "--jobs", jobs
    code, said = ended(started(folder, *words))
    assert code == 2
    note, error = said.splitlines()
    assert note.endswith(f"convcalc sweep small.yaml --out {out} --jobs {jobs} --resume")
    assert error.startswith(f"error[CC101]: {out}.parts/")
    assert error.endswith(": No space left on device")
    assert 0 < finished(out) < PARTS
    subprocess.run([which("mount"), "-o", "remount,size=4m", str(out.parent)], check=True)
    assert ended(started(folder, *words, "--resume"))[0] == 0
    assert out.read_bytes() == whole


def test_a_result_that_is_too_large_for_the_disk_leaves_its_parts(folder):
    out, whole = folder / "points.csv", undisturbed(folder / "small.yaml", folder / "whole.csv")
    limited = ["sh", "-c", 'ulimit -f 4; exec "$@"', "sh"]  # blocks of a file, of 512 or 1024 bytes
    assert len(whole) > 4 * 1024
    code, said = ended(started(folder, "small.yaml", "--out", out.name, before=limited))
    assert code == 2
    assert "convcalc sweep small.yaml --out points.csv --resume" in said
    assert said.splitlines()[-1] == "error[CC101]: points.csv: File too large"
    assert finished(out) == PARTS
    assert not out.exists()
    assert ended(started(folder, "small.yaml", "--out", out.name, "--resume"))[0] == 0
    assert out.read_bytes() == whole


def test_a_folder_that_is_only_read_is_told(folder, disk):
    place = disk("ro") if not os.geteuid() else _closed(folder / "closed")
    code, said = ended(started(folder, "small.yaml", "--out", place / "points.csv"))
    assert code == 2
    assert said.startswith(f"error[CC101]: {place}/points.csv.parts: ")
    assert said.count("\n") == 1


def _closed(place: Path):
    place.mkdir(mode=0o555)
    return place
