"""Sides from git: a file as it was, all networks of a revision, and what is there now."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from convcalc.audit.candidates import of_config
from convcalc.audit.config import Config, config_near
from convcalc.audit.difference.reading import Settings
from convcalc.audit.difference.side import Side
from convcalc.audit.revision import Repository, Revision
from convcalc.errors import InputError
from convcalc.network.files import Files
from convcalc.network.kind import MARK, Kind, kind_of
from convcalc.network.model_file import is_model
from convcalc.network.source import read_file
from convcalc.network.zoo import zoo

_NOW = "working tree"
_HERE = ("./", "../")


def file_side(revision: str, path: str, settings: Settings) -> Side:
    """One network as it was. As for git, a path begins at the top, or with a dot where one is."""
    with Repository.of(Path.cwd()) as repository:
        found = repository.revision(revision)
        file = path if path.startswith(_HERE) else str(repository.top / path)
        return settings.side(f"{revision}:{path}", [settings.figures(file, found)])


def side(revision: str, settings: Settings) -> Side:
    """All networks of a revision, by the patterns of the project file as it is now."""
    with Repository.of(Path.cwd()) as repository:
        found = repository.revision(revision)
        files = _then(found, _config())
        return settings.side(found.label, [settings.figures(file, found) for file in files])


def since(base: str, file: str | None, settings: Settings) -> tuple[Side, Side]:
    """What was where the branch at hand left a revision, and what is there now.

    Of one file, or of all networks of the project. Raises InputError where there is no such
    revision, and where no network is named.
    """
    folder = Path(file).parent if file and Path(file).is_file() else Path.cwd()
    with Repository.of(folder) as repository:
        revision = repository.base(base)
        now, then = _named(file, revision) if file else _listed(revision)
        former = {name: _former(name, revision) for name in now}
        old = [settings.figures(was, revision, now=name) for name, was in former.items() if was]
        gone = [name for name in then if name not in former.values()]
        old += [settings.figures(name, revision) for name in gone]
        new = [settings.figures(name) for name in now]
        return settings.side(revision.label, old), settings.side(_NOW, new)


def _named(file: str, revision: Revision) -> tuple[Sequence[str], Sequence[str]]:
    """The one network now and then: gone where only the revision has it."""
    there = Path(file).is_file() or file in zoo() or not revision.has(file)
    return ([file], []) if there else ([], [file])


def _listed(revision: Revision) -> tuple[Sequence[str], Sequence[str]]:
    """The networks of the project file now and then; those of the zoo have no history."""
    config = _config()
    now = [one.file for one in of_config(config, {}).found if not one.is_zoo]
    return now, _then(revision, config)


def _then(revision: Revision, config: Config) -> list[str]:
    patterns = [pattern.text for pattern in config.networks]
    paths = revision.paths(patterns, str(config.folder))
    return [os.path.relpath(path) for path in paths if _is_network(path, revision)]


def _is_network(path: str, files: Files) -> bool:
    """Whether a file is a network; one that is broken is known by its mark, a model by its name."""
    if is_model(path):
        return True
    try:
        return kind_of(read_file(path, files)) in {Kind.NETWORK, Kind.UNKNOWN}
    except InputError:
        return any(line.startswith(MARK.encode()) for line in _lines(path, files))


def _lines(path: str, files: Files) -> list[bytes]:
    with suppress(OSError, InputError):
        return files.read(path).splitlines()
    return []


def _config() -> Config:
    config = config_near(Path.cwd())
    if not config.networks:
        raise InputError(
            "CC100",
            "which networks are meant? Name one, or list them in convcalc.yaml:"
            " networks: [nets/*.yaml]",
        )
    return config


def _former(file: str, revision: Revision) -> str | None:
    """The path that a file had; none where it is new. A network of the zoo has no history."""
    if file in zoo() or revision.has(file):
        return file
    return revision.renamed(file)
