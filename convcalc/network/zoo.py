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
from convcalc.network.files import DISK, Files

_PACKAGE = Path(__file__).parents[1]
# Inside the package where it is installed; beside it in a checkout.
_FOLDERS = (_PACKAGE / "specs", _PACKAGE.parent / "specs")

# A name is no path: nothing outside of the zoo can be reached with it.
_NAME = re.compile(r"\w[\w-]*(\.[\w-]+)*")
_SUFFIXES = (".yaml", ".yml", ".onnx")
# Presets stand at the end of a file, each with two spaces before it.
_PRESETS = "\npresets:\n"
_PRESET = re.compile(r"^  ([\w.]+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A network of the zoo: its file, and which preset of it, if it is one."""

    name: str
    file: Path
    preset: str | None = None

    @property
    def path(self) -> str:
        """The file as a user would write it: from the working folder where it is below that."""
        here = Path.cwd()
        return str(self.file.relative_to(here) if self.file.is_relative_to(here) else self.file)


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
    convcalc.errors.InputError: error[CC115]: "resnet5o" is no file and no network of the zoo; did you mean "resnet50"?
    """  # noqa: E501 — the message is one line
    file = folder() / f"{name}.yaml"
    if _NAME.fullmatch(name) and file.is_file():
        return Entry(name, file)
    if name not in zoo():
        hint = nearest(name, zoo()) or "; convcalc list zoo shows them"
        raise InputError("CC115", f'"{name}" is no file and no network of the zoo{hint}')
    return zoo()[name]


def meant(word: str, files: Files = DISK) -> Entry | None:
    """The network of the zoo that a word means; none where it is a file's path, or stdin's `-`.

    Raises InputError, with the nearest name, for a word that can only be a name, and is none.

    >>> meant("unet").name
    'unet'
    >>> meant("unet.yaml"), meant("nets/unet"), meant("-")
    (None, None, None)
    """
    if not _NAME.fullmatch(word) or word.endswith(_SUFFIXES) or files.has(word):
        return None
    return zoo_entry(word)


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
