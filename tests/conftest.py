import os

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
