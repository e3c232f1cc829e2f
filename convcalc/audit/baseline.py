"""Networks as they were at the base, recomputed from git."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath

from convcalc.audit.candidates import Candidate
from convcalc.audit.config import Config
from convcalc.audit.config.find import shown
from convcalc.audit.model import NoBaseError
from convcalc.audit.revision import Revision, RevisionError
from convcalc.audit.rules import GONE, NO_BASE, level_of, weights
from convcalc.audit.verdict import Level, Verdict
from convcalc.errors import InputError
from convcalc.network import Network, Settings, read_network, source_of
from convcalc.network.kind import Kind, kind_of
from convcalc.network.model_file import ModelFile, is_model
from convcalc.network.source import Source, read_file


class Baseline:
    """The networks of one revision."""

    def __init__(self, revision: Revision) -> None:
        self._revision = revision
        self._sources: dict[str, Source | ModelFile] = {}
        self._renamed: set[str] = set()

    def network(self, candidate: Candidate, settings: Settings) -> Network:
        """What the network of a file was then. Raises NoBaseError where there was none."""
        path = candidate.source.path if candidate.source else candidate.file
        try:
            return read_network(self._source(path), settings)
        except RevisionError as error:
            raise NoBaseError(error.problem.message) from None
        except InputError as error:
            told = str(error.problem).split("\n", maxsplit=1)[0]
            raise NoBaseError(f"at the base it cannot be computed: {told}") from None

    def gone(self, config: Config, found: Iterable[Candidate]) -> Iterator[Verdict]:
        """Networks of the project file that the revision has and the working tree has not."""
        here = {_real(one.file) for one in found} | self._renamed
        patterns = [one.text for one in config.networks]
        for path in map(shown, map(Path, self._revision.paths(patterns, str(config.folder)))):
            if _real(path) not in here and not _is_hidden(path) and self._is_network(path):
                yield _gone(self._revision, path, config)

    def _source(self, path: str) -> Source | ModelFile:
        if path not in self._sources:
            self._sources[path] = source_of(self._former(path), self._revision)
        return self._sources[path]

    def _former(self, path: str) -> str:
        if self._revision.has(path):
            return path
        former = self._revision.renamed(path)
        if former is None:
            raise NoBaseError(f"{path} is new since {self._revision.label}")
        self._renamed.add(_real(former))
        return former

    def _is_network(self, path: str) -> bool:
        if is_model(path):
            return True
        try:
            return kind_of(read_file(path, self._revision)) is Kind.NETWORK
        except InputError:
            return False


def _real(path: str) -> str:
    """A path that is the same from whichever folder it is written."""
    return os.path.normpath(Path.cwd() / path)


def _is_hidden(path: str) -> bool:
    """Whether patterns pass it over, as those of a shell do."""
    return any(part.startswith(".") for part in PurePath(path).parts if part != "..")


def _gone(revision: Revision, path: str, config: Config) -> Verdict:
    message = f"{path} is in {revision.label} and no longer here"
    return Verdict(rule=GONE, level=level_of(GONE, weights(config.levels)), message=message)


def no_baseline(error: RevisionError, levels: Mapping[str, Level]) -> Verdict:
    """That there is nothing to compare any network with."""
    message = f"nothing is compared with a base: {error.problem.message}"
    return Verdict(rule=NO_BASE, level=level_of(NO_BASE, levels), message=message)
