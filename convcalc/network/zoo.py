"""The zoo: networks that are shipped, found by name.

A name is that of a file in specs/, or of a preset inside one. A file is found without reading
anything; for a preset the files are only skimmed, which costs about a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from convcalc.errors import InputError, nearest

_PACKAGE = Path(__file__).parents[1]
# Inside the package where it is installed; beside it in a checkout.
_FOLDERS = (_PACKAGE / "specs", _PACKAGE.parent / "specs")

# A name is no path: nothing outside of the zoo can be reached with it.
_NAME = re.compile(r"\w+(\.\w+)*")
_ENDING = re.compile(r"\.(ya?ml|onnx)$", re.IGNORECASE)
# Presets stand at the end of a file, each with two spaces before it.
_PRESETS = "\npresets:\n"
_PRESET = re.compile(r"^  ([\w.]+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A network of the zoo: its file, and which preset of it, if it is one."""

    name: str
    file: Path
    preset: str | None = None


def is_file(name: str) -> bool:
    """Whether a file is meant, and not a network of the zoo.

    >>> is_file("nets/resnet50.yaml"), is_file("-"), is_file("resnet50")
    (True, True, False)
    """
    return name == "-" or not _NAME.fullmatch(name) or _ENDING.search(name) is not None


def shown(file: Path) -> str:
    """A path as messages show it: from the current folder, if it is below."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


@cache
def zoo() -> Mapping[str, Entry]:
    """Every network of the zoo by name, each file followed by its presets.

    >>> list(zoo())[:3]
    ['alexnet', 'alexnet_2012', 'convnext_tiny']
    >>> zoo()["vgg19"].file.name, zoo()["vgg19"].preset
    ('vgg16.yaml', 'vgg19')
    """
    entries = [entry for file in sorted(folder().glob("*.yaml")) for entry in _entries(file)]
    return {entry.name: entry for entry in entries}


def zoo_entry(name: str) -> Entry:
    """The network of that name.

    Raises InputError, with the nearest name, when there is none.

    >>> zoo_entry("resnet50").preset, zoo_entry("resnet101").preset
    (None, 'resnet101')
    >>> zoo_entry("resnet5o")
    Traceback (most recent call last):
    convcalc.errors.InputError: error[CC115]: no network of the zoo is called "resnet5o"; did you mean "resnet50"?
    """  # noqa: E501 — the message is one line
    file = folder() / f"{name}.yaml"
    if _NAME.fullmatch(name) and file.is_file():
        return Entry(name, file)
    if name not in zoo():
        hint = nearest(name, zoo()) or "; convcalc list zoo shows all"
        raise InputError("CC115", f'no network of the zoo is called "{name}"{hint}')
    return zoo()[name]


def zoo_path(name: str) -> Path:
    """The file that holds the network of that name.

    Raises InputError, with the nearest name, when there is none.

    >>> zoo_path("densenet201").name
    'densenet121.yaml'
    """
    return zoo_entry(name).file


@cache
def folder() -> Path:
    """Where the files are."""
    return next((path for path in _FOLDERS if path.is_dir()), _FOLDERS[0])


def _entries(file: Path) -> Iterator[Entry]:
    yield Entry(file.stem, file)
    presets = file.read_text(encoding="utf-8").partition(_PRESETS)[2]
    for name in _PRESET.findall(presets):
        yield Entry(name, file, name)
