"""YAML text as nodes that know their line and column."""

from convcalc.network.source.decode import MAX_BYTES, too_large
from convcalc.network.source.files import DISK, Files
from convcalc.network.source.nodes import Entry, Mapping, Mark, Node, Scalar, Sequence
from convcalc.network.source.read import (
    STDIN,
    Source,
    read_file,
    read_text,
    stdin_text,
    told_as,
)

__all__ = [
    "DISK",
    "MAX_BYTES",
    "STDIN",
    "Entry",
    "Files",
    "Mapping",
    "Mark",
    "Node",
    "Scalar",
    "Sequence",
    "Source",
    "read_file",
    "read_text",
    "stdin_text",
    "told_as",
    "too_large",
]
