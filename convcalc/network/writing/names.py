"""Paths as names: what a file may call its layers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from convcalc.network import words

_OTHER = re.compile(r"[^\w.-]+")
_DOTS = re.compile(r"\.{2,}")
NAME = re.compile(r"[^\W\d][\w-]*(\.[\w-]+)*")
_RESERVED = {words.PREVIOUS, words.INPUT, words.NONE, words.ENTRY}


class Names:
    """Gives each path a name of its own: the path itself wherever it may be one.

    >>> names = Names(())
    >>> [names.of(path) for path in ("layer1.0.conv1", "0.conv", "a b", "a_b", "input")]
    ['layer1.0.conv1', '_0.conv', 'a_b', 'a_b_2', 'input_']
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken) | _RESERVED

    def of(self, path: str) -> str:
        """The name of a path."""
        name = cleaned(path)
        if name in _RESERVED:
            name += "_"
        found, times = name, 1
        while found in self._taken:
            times += 1
            found = f"{name}_{times}"
        self._taken.add(found)
        return found


def cleaned(path: str) -> str:
    """Letters, digits, _ and - between dots, and a letter or _ first."""
    name = _DOTS.sub(".", _OTHER.sub("_", path)).strip(".") or "layer"
    return name if NAME.fullmatch(name) else f"_{name}"


def is_name(text: str) -> bool:
    """Whether a layer may be called so."""
    return bool(NAME.fullmatch(text)) and text not in _RESERVED


def quoted(name: str) -> str:
    """A name where a value is read: some words are no text in YAML."""
    return f'"{name}"' if name.lower() in {"true", "false", "null"} else name
