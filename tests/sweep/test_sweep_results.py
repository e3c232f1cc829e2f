"""Results in files: nothing is lost, nothing is overwritten, and the bytes are always the same."""

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commandline import convcalc
from loops import loop
from small_sweep import LIMIT, NETWORK, SPACE, SWEEP

from convcalc.errors import InputError
from convcalc.sweep import chunks
from convcalc.sweep.engines import How
from convcalc.sweep.reading import Changes
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.results import parts
from convcalc.sweep.run import run

PARTS = 20  # of 360 points, 18 each


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.sweep.yaml"
    path.write_text(SWEEP, encoding="utf-8")
    return path


def swept(file, out, **how):
    return run(recipe_of(file, out), How(**how))


def recipe_of(file, out):
    return Recipe(str(file), changes=Changes(out=str(out)), chunk=18)


@pytest.fixture(scope="module")
def looped():
    return loop(NETWORK, SPACE)[0]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_rows_are_those_of_a_loop(file, tmp_path, looped, suffix):
    out = tmp_path / f"points{suffix}"
    swept(file, out)
    with out.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines)) if suffix == ".csv" else [*map(json.loads, lines)]
    left = {number: one for number, one in looped.items() if one["macs"] <= LIMIT}
    assert [int(row["point"]) for row in rows] == list(left)
    assert [(int(row["params"]), int(row["macs"])) for row in rows] == [
        (one["params"], one["macs"]) for one in left.values()
    ]
    assert [float(row["macs/params"]) for row in rows] == [
        one["macs"] / one["params"] for one in left.values()
    ]


def test_a_parquet_file_holds_the_same(file, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    swept(file, tmp_path / "points.parquet")
    swept(file, tmp_path / "points.jsonl")
    lines = (tmp_path / "points.jsonl").read_text(encoding="utf-8").splitlines()
    table = parquet.read_table(tmp_path / "points.parquet")
    assert table.to_pylist() == list(map(json.loads, lines))


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("after", [1, 7, PARTS - 1])
def test_a_run_that_stops_is_resumed_to_the_same_bytes(file, tmp_path, after):
    whole, out = tmp_path / "whole.csv", tmp_path / "points.csv"
    expected = swept(file, whole)
    done = []

    def stop(_points):
        done.append(1)
        if len(done) == after:
            raise StoppedError

    recipe = recipe_of(file, out)
    with pytest.raises(StoppedError):
        run(recipe, progress=stop)
    assert not out.exists()
    with pytest.raises(InputError, match="--resume"):
        run(recipe)
    computed = []
    result = run(recipe, How(resume=True), lambda _: computed.append(1))
    assert out.read_bytes() == whole.read_bytes()
    assert result.counts == expected.counts
    assert result.front.points.tolist() == expected.front.points.tolist()
    assert [path.name for path in tmp_path.iterdir() if "parts" in path.name] == []


def test_several_processes_end_in_the_same_bytes(file, tmp_path):
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    first = swept(file, one)
    second = swept(file, two, jobs=2)
    assert two.read_bytes() == one.read_bytes()
    assert second.counts == first.counts


KILLED = """\
import sys
from convcalc.sweep.reading import Changes
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.engines import How
from convcalc.sweep.run import run
run(Recipe(sys.argv[1], changes=Changes(out=sys.argv[2]), chunk=18), How(resume=True))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no signal that kills")
def test_a_run_that_is_killed_loses_no_finished_part(file, tmp_path):
    whole, out = tmp_path / "whole.csv", tmp_path / "points.csv"
    swept(file, whole)
    command = [sys.executable, "-c", KILLED, str(file), str(out)]
    for wanted in (2, 9, 15):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and finished(out) < wanted:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert finished(out) >= wanted or out.exists()
    subprocess.run(command, check=True, capture_output=True)
    assert out.read_bytes() == whole.read_bytes()


def finished(out):
    return len(list(out.parent.glob(f"{out.name}.parts/*.summary.json")))


def test_results_are_not_overwritten_unless_it_is_said(file, tmp_path):
    out = tmp_path / "points.csv"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="--overwrite") as caught:
        swept(file, out)
    assert caught.value.code == "CC131"
    assert out.read_text(encoding="utf-8") == "mine"
    swept(file, out, overwrite=True)
    assert out.read_text(encoding="utf-8").startswith("point,width,")


@pytest.mark.parametrize("gone", [0, 5, 2 * PARTS])
def test_a_run_that_stops_while_it_tidies_up_is_resumed(file, tmp_path, monkeypatch, gone):
    whole, out, unlinked = tmp_path / "whole.csv", tmp_path / "points.csv", []
    swept(file, whole)
    unlink = Path.unlink

    def stop(path, **more):
        if path.suffix != ".tmp" and len(unlinked) == gone:
            raise StoppedError
        unlinked.extend([path] * (path.suffix != ".tmp"))
        unlink(path, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", stop)
        patched.setattr(parts.shutil, "rmtree", stop_at_once)
        with pytest.raises(StoppedError):
            swept(file, out)
    with pytest.raises(InputError, match="--overwrite"):
        swept(file, out)
    assert swept(file, out, resume=True).counts == swept(file, whole, overwrite=True).counts
    assert out.read_bytes() == whole.read_bytes()
    assert not (tmp_path / "points.csv.parts").exists()


def stop_at_once(*_args, **_more):
    raise StoppedError


def test_a_run_that_cannot_begin_leaves_no_folder(file, tmp_path, monkeypatch):
    monkeypatch.setattr(chunks.Chunks, "chunk", stop_at_once)
    with pytest.raises(StoppedError):
        swept(file, tmp_path / "points.csv")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_parts_of_another_sweep_are_not_taken(file, tmp_path):
    out = tmp_path / "points.csv"

    def stop(_points):
        raise StoppedError

    recipe = recipe_of(file, out)
    with pytest.raises(StoppedError):
        run(recipe, progress=stop)
    file.write_text(SWEEP.replace(str(LIMIT), "900000"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        run(recipe, How(resume=True))
    assert caught.value.code == "CC132"


def test_a_folder_that_cannot_be_written_is_told(file, tmp_path):
    (tmp_path / "flat").write_text("no folder", encoding="utf-8")
    ran = convcalc("sweep", file, "--out", tmp_path / "flat" / "points.csv")
    assert ran.code == 2
    assert "error[CC101]" in ran.err


def test_an_interrupted_run_says_how_to_go_on(file, tmp_path, monkeypatch):
    def interrupted(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(chunks.Chunks, "chunk", interrupted)
    ran = convcalc("sweep", file, "--out", tmp_path / "points.csv", "--overwrite")
    assert ran.code == 130
    assert f"convcalc sweep {file} --out {tmp_path / 'points.csv'} --resume" in ran.err
