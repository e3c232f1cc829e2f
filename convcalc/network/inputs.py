"""The shapes of inputs, from text or numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from convcalc.column import Column
from convcalc.errors import InputError, nearest
from convcalc.notation import axes
from convcalc.ops.op import Shape

_FORM = "write it as 3x224x224, channels first"


def shape_of(value: object) -> Shape:
    """A shape from text or numbers.

    >>> shape_of("3x224x224"), shape_of((3, 224)), shape_of(10)
    ((3, 224, 224), (3, 224), (10,))
    """
    read = axes(value) if isinstance(value, str) else value
    sizes = read if isinstance(read, tuple) else (read,)
    for size in sizes:
        if not _is_size(size):
            raise ValueError(f"{size!r} is not a whole number; {_FORM}")
        if size < 1:
            raise ValueError(f"{size} is too small; every size must be at least 1")
    return sizes


def _is_size(value: object) -> TypeGuard[int]:
    if isinstance(value, Column):
        return value.is_whole
    return isinstance(value, int) and not isinstance(value, bool)


def asked_inputs(text: str, known: Mapping[str, Shape] | list[str]) -> dict[str, Shape]:
    """The shapes of `--input`: `3x160x160`, or `name=…` for one of several inputs."""
    names = list(known)
    found = {}
    for part in text.split(","):
        name, equals, shape = part.rpartition("=")
        if not equals and len(names) > 1:
            listed = " or ".join(f"{one}=…" for one in names)
            raise InputError("CC100", f"--input {text}: the network has several; say {listed}")
        key = name.strip() if equals else names[0]
        if key not in names:
            hint = nearest(key, names) or f"; use {', '.join(names)}"
            raise InputError("CC100", f'--input: unknown input "{key}"{hint}')
        if key in found:
            raise InputError("CC100", f"--input {text}: {key} is given twice; give it once")
        try:
            found[key] = shape_of(shape)
        except ValueError as error:
            raise InputError("CC202", f"--input: {error}") from None
    return found
