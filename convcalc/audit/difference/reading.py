"""From what a user names to a side: a report, a file, a network of the zoo, a revision of git."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from convcalc.audit.difference.computed import figures
from convcalc.audit.difference.saved import holds_report, saved
from convcalc.audit.difference.side import Figures, Side
from convcalc.audit.rules import NO_BASE
from convcalc.errors import InputError, nearest
from convcalc.network import load
from convcalc.network.files import DISK, Files
from convcalc.network.zoo import zoo

_SUFFIXES = (".yaml", ".yml", ".onnx")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked of every network that is computed; a saved report stays as it is."""

    variables: Mapping[str, object] = field(default_factory=dict)
    input: str | None = None
    batch: int = 1
    dtype: str = "fp32"

    def figures(self, path: str, files: Files = DISK, *, now: str = "") -> Figures:
        """A network in numbers, or what is wrong with it; `now` is the path it has elsewhere."""
        try:
            network = load(path, set=self.variables, input=self.input, files=files)
            found = figures(network, network.cost(batch=self.batch, dtype=self.dtype))
        except InputError as error:
            found = Figures(path, path, problems=error.problems)
        return replace(found, now=now)

    def side(self, label: str, networks: list[Figures]) -> Side:
        """Networks as one side."""
        return Side(label, tuple(networks), self.batch, self.dtype)


def side(word: str, settings: Settings) -> Side:
    """The side that a word means: what comes first of those that it could be.

    Raises InputError for a report that cannot be used, and for a word that means nothing.
    """
    if holds_report(word):
        return saved(word)
    if word == "-" or Path(word).is_file() or word in zoo():
        return settings.side(word, [settings.figures(word)])
    from convcalc.audit.difference import revisions  # noqa: PLC0415 — files need no git

    revision, colon, path = word.partition(":")
    if revision and colon:
        return revisions.file_side(revision, path, settings)
    if word.endswith(_SUFFIXES):  # a file that is not there
        return settings.side(word, [settings.figures(word)])
    return _named(word, lambda: revisions.side(word, settings))


def _named(word: str, read: Callable[[], Side]) -> Side:
    """The side of a revision; where it is none, the word may be another that is misspelt."""
    try:
        return read()
    except InputError as error:
        if error.problem.code != NO_BASE:
            raise
        said = f'"{word}" is no file and no network of the zoo'
        if hint := nearest(word, zoo()):
            raise InputError("CC115", f"{said}{hint}") from None
        raise InputError(NO_BASE, f"{said}; {error.problem.message}") from None
