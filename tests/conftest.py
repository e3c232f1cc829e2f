import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, settings
from repositories import SETTINGS, Repo

# The same cases on every machine and in every run: a red test can be repeated.
# CONVCALC_EXAMPLES=5000 looks further.
settings.register_profile(
    "fixed",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=int(os.environ.get("CONVCALC_EXAMPLES", "40")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("fixed")


@pytest.fixture
def repo(tmp_path, monkeypatch):
    """An empty repository that is the working folder; git is nobody's, also for convcalc."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    made = Repo(tmp_path / "repo")
    monkeypatch.chdir(made.path)
    return made


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
    from workflow_runner import Job  # noqa: PLC0415 — few tests need it

    job = Job(tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("runner temp"))
    done = job.run("install", python=sys.executable)
    assert done.code == 0, done.log
    return job
