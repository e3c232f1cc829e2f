"""Finding the project file: the nearest one upward."""

from __future__ import annotations

import os
from pathlib import Path

from convcalc.audit.config.model import Config
from convcalc.audit.config.read import read_config
from convcalc.audit.config.toml import has_table, read_toml_table
from convcalc.network.source import read_file

NAME = "convcalc.yaml"
PYPROJECT = "pyproject.toml"


def config_near(folder: Path) -> Config:
    """The project file of a folder or of the nearest one above it; an empty one where none is.

    In one folder `convcalc.yaml` goes before `[tool.convcalc]`. Raises InputError as `read_config`.
    """
    for above in (folder, *folder.parents):
        for name in (NAME, PYPROJECT):
            file = above / name
            if file.is_file() and _is_ours(file):
                return read_config_file(shown(file))
    return Config()


def read_config_file(path: str) -> Config:
    """A project file by its path.

    Raises InputError as `read_config`, and CC101 where it cannot be read.
    """
    is_toml = path.endswith(".toml")
    return read_config(read_toml_table(path) if is_toml else read_file(path))


def shown(path: Path, folder: Path = Path()) -> str:
    """The path as a user would write it: from the working folder, or from another one."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # on another drive
        return str(path)


def _is_ours(file: Path) -> bool:
    return file.name != PYPROJECT or has_table(file)
