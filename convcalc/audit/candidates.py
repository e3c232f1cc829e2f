"""Which networks are audited: files that are named, or those of the project file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from convcalc.audit.config import Config, Pattern
from convcalc.audit.config.find import shown
from convcalc.audit.patterns import files_of
from convcalc.audit.rules import NO_FILE, level_of
from convcalc.audit.verdict import Level, Verdict
from convcalc.errors import InputError, Problem
from convcalc.network import source_of
from convcalc.network.kind import MARK, Kind, kind_of
from convcalc.network.model_file import ModelFile
from convcalc.network.source import Mapping, Source
from convcalc.network.zoo import meant

_SUFFIXES = (".yaml", ".yml")
# Kinds that are told by the mark, and are audited as networks: an unknown one is an error there.
_AUDITED = (Kind.NETWORK, Kind.UNKNOWN)
_MARK = re.compile(rb"^[^\w#\n]*%b[\"']?\s*:" % MARK.encode(), re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A network that is to be audited: its text or model, or why there is none."""

    file: str
    source: Source | ModelFile | None = None
    preset: str | None = None
    problems: tuple[Problem, ...] = ()
    is_zoo: bool = False  # shipped with the program, so no revision of the user's has it


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is audited, and what was left out because it is none of ours."""

    found: tuple[Candidate, ...]
    skipped: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()  # of patterns that match nothing


def named(words: Iterable[str]) -> Candidates:
    """Files, folders and names of the zoo, as they stand on a command line.

    Raises InputError for a name that is no network of the zoo.
    """
    files: dict[str, str] = {}  # each once, by the path that was written first
    for word in words:
        for path in _below(Path(word)) if Path(word).is_dir() else [word]:
            files.setdefault(os.path.normpath(path), path)
    found = {path: _candidate(path) for path in files.values()}
    skipped = [path for path, one in found.items() if one is None]
    return Candidates(tuple([one for one in found.values() if one]), tuple(skipped))


def of_config(config: Config, levels: dict[str, Level]) -> Candidates:
    """The networks of the project file, each once, in the order of its patterns."""
    found: dict[str, Candidate | None] = {}
    verdicts = []
    for pattern in config.networks:
        matched = _matched(pattern, config.folder)
        for file in matched:
            if file not in found:
                found[file] = _candidate(file, listed=True)
        if not any(found[file] for file in matched):
            verdicts.append(_no_file(pattern, len(matched), levels))
    skipped = [file for file, one in found.items() if one is None]
    ours = tuple([one for one in found.values() if one])
    return Candidates(ours, tuple(skipped), tuple(verdicts))


def _below(folder: Path) -> list[str]:
    """The YAML files in a folder and its folders, hidden ones left out."""
    found = [path for path in sorted(folder.rglob("*")) if path.suffix in _SUFFIXES]
    return [
        str(path)
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _matched(pattern: Pattern, folder: Path) -> Sequence[str]:
    files = files_of(pattern.text, folder)
    if files:
        return [shown(file) for file in files]
    try:
        return [pattern.text] if meant(pattern.text) else []
    except InputError:
        return []


def _no_file(pattern: Pattern, files: int, levels: dict[str, Level]) -> Verdict:
    why = "no file; it is relative to the project file"
    if files:
        why = f"no network: {files} {'file' if files == 1 else 'files'}, none of which has layers"
    return Verdict(
        rule=NO_FILE,
        level=level_of(NO_FILE, levels),
        message=f'"{pattern.text}" matches {why}',
        place=pattern.place,
    )


def _candidate(word: str, *, listed: bool = False) -> Candidate | None:
    """A file or name as a network; None where it is a file of another kind.

    Of a file that a project lists, layers tell enough: where it lacks the mark, that is an error.
    """
    entry = meant(word)
    path = entry.path if entry else word
    try:
        source = source_of(path)
    except InputError as error:
        return Candidate(path, problems=error.problems) if _is_ours(path) else None
    if isinstance(source, ModelFile):
        return Candidate(source.file, source)
    if kind_of(source) not in _AUDITED and not (listed and _has_layers(source)):
        return None
    return Candidate(source.file, source, entry.preset if entry else None, is_zoo=bool(entry))


def _has_layers(source: Source) -> bool:
    root = source.root
    return isinstance(root, Mapping) and bool(root.get("input") and root.get("layers"))


def _is_ours(path: str) -> bool:
    """Whether a file that cannot be read bears the mark, or cannot even be opened."""
    try:
        data = Path(path).read_bytes()
    except OSError:
        return True
    return not data.strip() or bool(_MARK.search(data.replace(b"\0", b"")))  # of UTF-16 too
