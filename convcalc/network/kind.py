"""What kind of file a YAML file is, by its keys."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from convcalc.network.source import Mapping as MappingNode
from convcalc.network.source import Source

MARK = "convcalc"


class Kind(Enum):
    """What our files are; the mark `convcalc: 1` tells them from others."""

    NETWORK = "network"
    SWEEP = "sweep"
    CONFIG = "project file"
    LIBRARY = "library of blocks"
    UNKNOWN = "file with the mark and nothing else we know"
    FOREIGN = "file without the mark"


# The first key that a file has decides.
_KEYS: Mapping[str, Kind] = {
    "layers": Kind.NETWORK,
    "sweep": Kind.SWEEP,
    "budgets": Kind.CONFIG,
    "networks": Kind.CONFIG,
    "blocks": Kind.LIBRARY,
}


def kind_of(source: Source) -> Kind:
    """The kind of a file.

    >>> from convcalc.network.source import read_text
    >>> kind_of(read_text("{convcalc: 1, blocks: {}}", "a.yaml")).value
    'library of blocks'
    >>> kind_of(read_text("{layers: []}", "a.yaml")) is Kind.FOREIGN
    True
    """
    root = source.root
    if not isinstance(root, MappingNode) or root.get(MARK) is None:
        return Kind.FOREIGN
    return next((kind for key, kind in _KEYS.items() if root.get(key) is not None), Kind.UNKNOWN)
