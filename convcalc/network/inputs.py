"""The shapes of a network's inputs, and values that the command line puts in place of a file's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from convcalc.column import Column
from convcalc.errors import InputError, nearest
from convcalc.graph import Builder
from convcalc.network import words
from convcalc.network.expression import ExpressionError, parse
from convcalc.network.problems import Problems
from convcalc.network.values import TUPLE, Fault, Names, Value, whole
from convcalc.notation import axes
from convcalc.ops.op import Shape

_FORM = "write it as 3x224x224, channels first"


def input_shapes(inputs: Mapping[str, Value], names: Names, problems: Problems) -> dict[str, Shape]:
    """Each input's shape in numbers; what is wrong with one is noted."""
    shapes: dict[str, Shape] = {}
    for name, value in inputs.items():
        try:
            shapes[name] = Builder(shape_of(value.evaluate(names))).shape(0)
        except Fault as fault:
            problems.fault(fault)
        except InputError as error:
            problems.keep(error.problem.at(value.place))
        except ValueError as error:
            problems.add("CC202", f"{name}: {error}", value.place)
    return shapes


def shape_of(value: object) -> Shape:
    """A shape from text or numbers.

    >>> shape_of("3x224x224"), shape_of((3, 224.0, 224))
    ((3, 224, 224), (3, 224, 224))
    """
    read = axes(value) if isinstance(value, str) else whole(value)
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


def setting(name: str, given: object) -> object:
    """The value of `--set name=value`: a number, an expression of numbers, a tuple or a word.

    >>> setting("w", "1.4"), setting("w", "32*2"), setting("k", "3x5"), setting("act", "relu6")
    (1.4, 64, '3x5', 'relu6')
    """
    try:
        return given_value(given)
    except ExpressionError as error:
        raise InputError(error.code, f"--set {name}={given}: {error.message}") from None


def given_value(given: object) -> object:
    """A value that stands outside of a network. Raises ExpressionError for what is none."""
    if not isinstance(given, str) or given in words.value_words() or TUPLE.fullmatch(given):
        return given
    return whole(parse(given).value({}))


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
