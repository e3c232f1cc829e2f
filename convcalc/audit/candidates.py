"""Which networks are audited: files that are named, or those of the project file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from convcalc.audit.config import Config, Pattern
from convcalc.audit.config.find import shown
from convcalc.audit.rules import NO_FILE, level_of
from convcalc.audit.verdict import Level, Verdict
from convcalc.errors import InputError, Problem
from convcalc.network.kind import MARK, Kind, kind_of
from convcalc.network.model_file import ModelFile, is_model
from convcalc.network.source import Source, read_file
from convcalc.network.zoo import meant

_SUFFIXES = (".yaml", ".yml")
# Kinds that are told by the mark, and are audited as networks: an unknown one is an error there.
_AUDITED = (Kind.NETWORK, Kind.UNKNOWN)


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
    found, skipped = [], []
    for word in dict.fromkeys(words):
        paths = _below(Path(word)) if Path(word).is_dir() else [word]
        for path in paths:
            one = _candidate(path)
            if one is None:
                skipped.append(path)
            else:
                found.append(one)
    return Candidates(tuple(found), tuple(skipped))


def of_config(config: Config, levels: dict[str, Level]) -> Candidates:
    """The networks of the project file, each once, in the order of its patterns."""
    files: dict[str, None] = {}
    verdicts = []
    for pattern in config.networks:
        matched = _matched(pattern, config.folder)
        if not matched:
            verdicts.append(_no_file(pattern, levels))
        files.update(dict.fromkeys(matched))
    ours = [one for file in files if (one := _candidate(file))]
    return Candidates(tuple(ours), (), tuple(verdicts))


def _below(folder: Path) -> list[str]:
    """The YAML files in a folder and its folders, hidden ones left out."""
    found = [path for path in sorted(folder.rglob("*")) if path.suffix in _SUFFIXES]
    return [
        str(path)
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _matched(pattern: Pattern, folder: Path) -> Sequence[str]:
    # Path.glob refuses patterns that are absolute.
    found = sorted(glob(pattern.text, root_dir=folder, recursive=True))  # noqa: PTH207
    files = [folder / name for name in found if (folder / name).is_file()]
    if files:
        return [shown(file) for file in files]
    try:
        return [pattern.text] if meant(pattern.text) else []
    except InputError:
        return []


def _no_file(pattern: Pattern, levels: dict[str, Level]) -> Verdict:
    return Verdict(
        rule=NO_FILE,
        level=level_of(NO_FILE, levels),
        message=f'"{pattern.text}" matches no file; it is relative to the project file',
        place=pattern.place,
    )


def _candidate(word: str) -> Candidate | None:
    """A file or name as a network; None where it is a file of another kind."""
    entry = meant(word)
    path = entry.path if entry else word
    if is_model(path):
        return Candidate(path, ModelFile(path))
    try:
        source = read_file(path)
    except InputError as error:
        return Candidate(path, problems=error.problems) if _is_ours(path) else None
    if kind_of(source) not in _AUDITED:
        return None
    return Candidate(source.file, source, entry.preset if entry else None, is_zoo=bool(entry))


def _is_ours(path: str) -> bool:
    """Whether a file that cannot be read bears the mark, or cannot even be opened."""
    try:
        lines = Path(path).read_bytes().splitlines()
    except OSError:
        return True
    return not lines or any(line.startswith(MARK.encode()) for line in lines)
