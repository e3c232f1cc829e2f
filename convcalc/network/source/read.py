"""Files in, nodes out."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from convcalc.network.source.compose import composed
from convcalc.network.source.decode import MAX_BYTES, decoded, too_large, unreadable
from convcalc.network.source.nodes import Node
from convcalc.network.source.text import Text


@dataclass(frozen=True, slots=True)
class Source(Text):
    """A text and what it holds."""

    root: Node


def read_text(text: str | bytes, file: str) -> Source:
    """What a text in YAML holds; messages call it `file`.

    Raises InputError, with every problem that is found, in order: CC101 for a file that cannot be
    read, CC105 for a number out of range, CC106 for what is no YAML, CC108 for keys that are given
    twice, CC109 for what YAML has and a network does not need.

    >>> source = read_text("name: lenet", "nets/lenet.yaml")
    >>> name = source.root.get("name")
    >>> name.value, str(source.place(name.mark))
    ('lenet', 'nets/lenet.yaml:1:7')
    """
    found = decoded(text, file)
    return Source(found.file, found.text, found.lines, composed(found))


def read_file(path: str) -> Source:
    """What a file holds; `-` is stdin.

    Raises InputError as read_text does, and CC101 with the system's own words.
    """
    file = "<stdin>" if path == "-" else path
    try:
        data = _stdin() if path == "-" else _bytes(path)
    except OSError as error:
        raise unreadable(file, error.strerror or str(error)) from None
    except ValueError as error:  # a path with NUL, or a stream that is closed
        raise unreadable(file, str(error)) from None
    return read_text(data, file)


def _stdin() -> bytes:
    if sys.stdin is None:
        raise ValueError("there is no standard input")
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large("<stdin>")
    return data


def _bytes(path: str) -> bytes:
    with Path(path).open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        data = b"" if size > MAX_BYTES else stream.read(MAX_BYTES + 1)
    if size > MAX_BYTES or len(data) > MAX_BYTES:  # a device has no size
        raise too_large(path, size)
    return data
