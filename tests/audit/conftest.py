import os

import pytest
from repositories import SETTINGS, Repo


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
