"""Files in, nodes out."""

from __future__ import annotations

from dataclasses import dataclass

from convcalc.network.files import DISK, Files, told_as
from convcalc.network.source.compose import composed
from convcalc.network.source.decode import decoded
from convcalc.network.source.nodes import Node
from convcalc.network.source.text import Text
from convcalc.network.stdin import STDIN, stdin_bytes


@dataclass(frozen=True, slots=True)
class Source(Text):
    """A text and what it holds; its path, and the files among which that leads to it."""

    root: Node
    path: str
    files: Files


def read_text(text: str | bytes, file: str, files: Files = DISK) -> Source:
    """What a text in YAML holds; messages call it `file`, and imports are found from there.

    Raises InputError, with every problem that is found, in order: CC101 for a file that cannot be
    read, CC105 for a number out of range, CC106 for what is no YAML, CC108 for keys that are given
    twice, CC109 for what YAML has and a network does not need.

    >>> source = read_text("name: lenet", "nets/lenet.yaml")
    >>> name = source.root.get("name")
    >>> name.value, str(source.place(name.mark))
    ('lenet', 'nets/lenet.yaml:1:7')
    """
    return _source(text, file, file, files)


def read_file(path: str, files: Files = DISK) -> Source:
    """What a file holds; `-` is stdin.

    Raises InputError as read_text does, and CC101 with the system's own words.
    """
    if path == "-":
        return read_text(bytes(stdin_bytes()), STDIN, files)
    file = files.name(path)
    with told_as(file):
        data = files.read(path)
    return _source(data, file, path, files)


def _source(text: str | bytes, file: str, path: str, files: Files) -> Source:
    found = decoded(text, file)
    return Source(found.file, found.text, found.lines, composed(found), path, files)


def stdin_text() -> str:
    """All that comes from stdin.

    Raises InputError where it is too long or no UTF-8.
    """
    return decoded(bytes(stdin_bytes()), STDIN).text
