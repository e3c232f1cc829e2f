import subprocess
import sys

import pytest
from runner import Job


@pytest.fixture(scope="session")
def registry(tmp_path_factory):
    """Packages can be installed: the first one that a build of ours needs can be fetched."""
    folder = tmp_path_factory.mktemp("registry")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
    ran = subprocess.run([*command, "hatchling"], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        pytest.skip(f"no registry of packages: {ran.stderr.strip().splitlines()[-1]}")


@pytest.fixture(scope="session")
def installed(registry, tmp_path_factory):  # noqa: ARG001 — fixtures ask for others by name
    """The job in which the action's first step has run, once for all tests."""
    job = Job(tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("runner temp"))
    done = job.run("install", python=sys.executable)
    assert done.code == 0, done.log
    return job
