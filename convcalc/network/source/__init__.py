"""YAML text as nodes that know their line and column."""

from convcalc.network.source.nodes import Entry, Mapping, Mark, Node, Scalar, Sequence
from convcalc.network.source.read import Source, read_file, read_text, stdin_text

__all__ = [
    "Entry",
    "Mapping",
    "Mark",
    "Node",
    "Scalar",
    "Sequence",
    "Source",
    "read_file",
    "read_text",
    "stdin_text",
]
