"""Sweeps on Dask clusters of real processes: the bytes of one process, whatever is killed."""

import shlex
import signal
import sys

import pytest
import yaml
from dask_clusters import Cluster
from small_sweep import (
    NETWORK,
    PARTS,
    SPACE,
    SWEEP,
    ended,
    finished,
    gone,
    interrupt,
    started,
    undisturbed,
    wait_for,
)

from convcalc import __version__

pytest.importorskip("distributed", reason="needs Dask: pip install '.[dask]'")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
BLOCKS = {"convcalc": 1, "blocks": {"first": {"layers": NETWORK["layers"][:1]}}}


@pytest.fixture
def folder(tmp_path):
    """A sweep of a file that imports another: workers can reach none of the three."""
    folder = tmp_path / "ours"
    (folder / "nets").mkdir(parents=True)
    (tmp_path / "theirs").mkdir()
    network = {"convcalc": 1, "import": ["blocks.yaml"], **NETWORK}
    network["layers"] = ["first", *NETWORK["layers"][1:]]
    sweep = {**yaml.safe_load(SWEEP), "network": "nets/small.yaml", "space": SPACE}
    for name, one in {"nets/blocks": BLOCKS, "nets/small": network, "small": sweep}.items():
        path = folder / f"{name}.yaml"
        path.write_text(yaml.safe_dump(one, sort_keys=False), encoding="utf-8")
    return folder


@pytest.fixture
def cluster(tmp_path, folder):  # noqa: ARG001 — it makes the folders
    with Cluster(tmp_path / "theirs") as cluster:
        yield cluster


def on(cluster, out, *more):
    """Words for a sweep on a cluster."""
    words = "small.yaml", "--out", out, "--engine", "dask", "--scheduler", cluster.address
    return [*map(str, words), *more]


def resuming(words):
    return shlex.join(["convcalc", "sweep", *words, "--resume"])


def test_every_format_has_the_bytes_of_one_process(folder, cluster):
    cluster.add_worker()
    cluster.add_worker()
    for suffix in ("csv", "jsonl", "parquet"):
        if suffix == "parquet":
            pytest.importorskip("pyarrow")
        whole = undisturbed(folder / "small.yaml", folder / f"whole.{suffix}")
        out = folder / f"points.{suffix}"
        assert ended(started(folder, *on(cluster, out.name)))[0] == 0
        assert out.read_bytes() == whole
    here = started(folder, "small.yaml", "-f", "json").communicate()
    words = "--engine", "dask", "--scheduler", cluster.address, "-f", "json"
    assert started(folder, "small.yaml", *words).communicate() == here
    assert "front" in here[0]


def test_a_worker_that_is_killed_loses_nothing(folder, cluster):
    out, whole = folder / "points.csv", undisturbed(folder / "small.yaml", folder / "whole.csv")
    first, _ = cluster.add_worker(), cluster.add_worker()
    process = started(folder, *on(cluster, out.name))
    wait_for(lambda: finished(out) > 1)
    first.send_signal(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    assert finished(out) < PARTS
    assert ended(process)[0] == 0
    assert out.read_bytes() == whole


def test_a_scheduler_that_is_lost_is_told_with_how_to_go_on(folder, cluster):
    out, whole = folder / "points.csv", undisturbed(folder / "small.yaml", folder / "whole.csv")
    cluster.add_worker()
    words = on(cluster, out.name)
    process = started(folder, *words)
    wait_for(lambda: finished(out) > 1)
    cluster.scheduler.send_signal(signal.SIGKILL)
    code, said = ended(process)
    assert code == 2
    assert said.splitlines() == [
        f"note: what is finished stays; go on with: {resuming(words)}",
        f"error[CC133]: the Dask scheduler at {cluster.address} is lost",
    ]
    assert 1 < finished(out) < PARTS
    assert ended(started(folder, "small.yaml", "--out", out.name, "--resume"))[0] == 0
    assert out.read_bytes() == whole


def test_ctrl_c_ends_a_local_cluster(folder):
    out, whole = folder / "points.csv", undisturbed(folder / "small.yaml", folder / "whole.csv")
    words = "small.yaml", "--out", out.name, "--engine", "dask", "--jobs", "2"
    process = started(folder, *words)
    wait_for(lambda: finished(out) > 1)
    interrupt(process)
    code, said = ended(process)
    assert code == 130
    assert said.splitlines() == [
        f"note: what is finished stays; go on with: {resuming(words)}",
        "interrupted",
    ]
    wait_for(lambda: gone(process.pid))
    process = started(folder, *words, "--resume")
    assert ended(process)[0] == 0
    assert out.read_bytes() == whole
    wait_for(lambda: gone(process.pid))


def test_a_worker_of_another_version_is_refused(folder, cluster):
    other = cluster.folder / "convcalc"
    other.mkdir()
    (other / "__init__.py").write_text('__version__ = "0.0.1"\n', encoding="utf-8")
    cluster.add_worker(PYTHONPATH=str(cluster.folder))
    code, said = ended(started(folder, *on(cluster, "points.csv")))
    assert code == 2
    assert said.startswith("error[CC134]: the worker tcp://127.0.0.1:")
    assert said.endswith(
        f" has convcalc 0.0.1, and this is {__version__}; install the same there\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == ["nets", "small.yaml"]


def test_no_scheduler_and_no_worker_are_told(folder, cluster):
    patience = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}
    words = on(cluster, "points.csv")
    impatient = "from convcalc.sweep.engines import cluster; cluster._PATIENCE = 1"
    code, said = ended(started(folder, *words, first=impatient))
    assert code == 2
    address = cluster.address
    assert said == (
        f"error[CC134]: the Dask scheduler at {address} has no worker;"
        f" start one: dask worker {address}\n"
    )
    cluster.scheduler.send_signal(signal.SIGKILL)
    cluster.scheduler.wait()
    code, said = ended(started(folder, *words, **patience))
    assert code == 2
    assert said.startswith(f"error[CC134]: no Dask scheduler is at {address} (")
    assert said.endswith("; start one: dask scheduler\n")
