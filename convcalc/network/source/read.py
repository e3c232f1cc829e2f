"""Files in, nodes out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from convcalc.network.source.compose import composed
from convcalc.network.source.decode import MAX_BYTES, decoded, too_large, unreadable
from convcalc.network.source.files import DISK, Files
from convcalc.network.source.nodes import Node
from convcalc.network.source.text import Text

STDIN = "<stdin>"


@dataclass(frozen=True, slots=True)
class Source(Text):
    """A text and what it holds; its path, and the files among which that leads to it."""

    root: Node
    path: str
    files: Files


def read_text(text: str | bytes, file: str) -> Source:
    """What a text in YAML holds; messages call it `file`, and imports are found from there.

    Raises InputError, with every problem that is found, in order: CC101 for a file that cannot be
    read, CC105 for a number out of range, CC106 for what is no YAML, CC108 for keys that are given
    twice, CC109 for what YAML has and a network does not need.

    >>> source = read_text("name: lenet", "nets/lenet.yaml")
    >>> name = source.root.get("name")
    >>> name.value, str(source.place(name.mark))
    ('lenet', 'nets/lenet.yaml:1:7')
    """
    return _source(text, file, file, DISK)


def read_file(path: str, files: Files = DISK) -> Source:
    """What a file holds; `-` is stdin.

    Raises InputError as read_text does, and CC101 with the system's own words.
    """
    if path == "-":
        return _source(_stdin(), STDIN, STDIN, files)
    file = files.name(path)
    with told_as(file):
        data = files.read(path)
    return _source(data, file, path, files)


@contextmanager
def told_as(file: str) -> Iterator[None]:
    """What the system says of a file becomes an InputError that names it."""
    try:
        yield
    except OSError as error:
        raise unreadable(file, error.strerror or str(error)) from None
    except ValueError as error:  # a path with NUL, or a stream that is closed
        raise unreadable(file, str(error)) from None


def _source(text: str | bytes, file: str, path: str, files: Files) -> Source:
    found = decoded(text, file)
    return Source(found.file, found.text, found.lines, composed(found), path, files)


def stdin_text() -> str:
    """All that comes from stdin.

    Raises InputError where it is too long or no UTF-8.
    """
    return decoded(_stdin(), STDIN).text


def _stdin() -> bytes:
    with told_as(STDIN):
        if sys.stdin is None:
            raise ValueError("there is no standard input")
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(STDIN)
    return data
