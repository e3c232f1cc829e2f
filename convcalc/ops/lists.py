"""The kinds of values that list one number for each axis of a tensor, and names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated, SupportsIndex

from convcalc.column import Column
from convcalc.notation import axes
from convcalc.notation.numbers import LARGEST
from convcalc.ops.values import reader, whole

_MOST_SIZES = 16  # of a tensor: channels and axes; NumPy has twice as many, and so a batch too
_REST = -1  # in a shape: the number that is left
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def new_shape(value: object) -> tuple[int, ...]:
    """Channels and sizes, one of which may be -1: as many as are left.

    >>> new_shape([64, -1]), new_shape("64x7x7")
    ((64, -1), (64, 7, 7))
    >>> new_shape([-1, -1])
    Traceback (most recent call last):
    ValueError: -1 stands for what is left, so it is written once
    """
    numbers = _sizes(value, _size_or_rest)
    if numbers.count(_REST) > 1:
        raise ValueError("-1 stands for what is left, so it is written once")
    return numbers


def any_shape(value: object) -> tuple[int, ...]:
    """Channels and sizes along any axes.

    >>> any_shape("12x50x50"), any_shape(768)
    ((12, 50, 50), (768,))
    >>> any_shape([])
    Traceback (most recent call last):
    ValueError: 0 numbers are no shape; write channels and up to 15 sizes
    """
    return _sizes(value, lambda one: whole(one, at_least=1))


def _sizes(value: object, size: Callable[[object], int]) -> tuple[int, ...]:
    numbers = tuple(map(size, _listed(value)))
    if not 1 <= len(numbers) <= _MOST_SIZES:
        most = f"write channels and up to {_MOST_SIZES - 1} sizes"
        raise ValueError(f"{len(numbers)} numbers are no shape; {most}")
    return numbers


def _size_or_rest(value: object) -> int:
    rest = not isinstance(value, bool) and isinstance(value, SupportsIndex) and value == _REST
    return _REST if rest else whole(value, at_least=1)


def is_rest(size: int) -> bool:
    """Whether a number of a shape stands for what is left; an array of a sweep does not.

    >>> is_rest(-1), is_rest(64)
    (True, False)
    """
    return isinstance(size, int) and size == _REST


def counts(value: object) -> tuple[int, ...]:
    """How many there are of one thing, or of each of several.

    >>> counts(768), counts([768, 2304])
    ((768,), (768, 2304))
    """
    return tuple([whole(one, at_least=0) for one in _listed(value)])


def order(value: object) -> tuple[int, ...]:
    """Numbers of axes; a sweep's are settled, for they are places and not calculated with.

    >>> order([1, 0, 2]), order("1x0")
    ((1, 0, 2), (1, 0))
    """
    settled = [one.settled() if isinstance(one, Column) else one for one in _listed(value)]
    return tuple([whole(one, at_least=0) for one in settled])


def steps(value: object) -> int | tuple[int, ...]:
    """Steps forwards or backwards, one for all axes or one for each.

    >>> steps([1, -2]), steps("2")
    ((1, -2), 2)
    >>> steps(0)
    Traceback (most recent call last):
    ValueError: a step of 0 stays where it is; use 1 or more, or -1 or less
    """
    numbers = tuple([whole(one, at_least=-LARGEST) for one in _listed(value)])
    if any(one == 0 for one in numbers):
        raise ValueError("a step of 0 stays where it is; use 1 or more, or -1 or less")
    return numbers if isinstance(value, list | tuple) or len(numbers) > 1 else numbers[0]


def _listed(value: object) -> Sequence[object]:
    """One or several of what a user wrote."""
    read = axes(value) if isinstance(value, str) else value
    return read if isinstance(read, list | tuple) else (read,)


def word(value: object) -> str:
    """A name, as programs have them.

    >>> word("LayerNormalization")
    'LayerNormalization'
    >>> word("a b")
    Traceback (most recent call last):
    ValueError: 'a b' is no name; use letters, digits and _
    """
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise ValueError(f"{value!r} is no name; use letters, digits and _")
    return value


NewShape = Annotated[tuple[int, ...], reader(new_shape)]
AnyShape = Annotated[tuple[int, ...], reader(any_shape)]
Counts = Annotated[tuple[int, ...], reader(counts)]
Order = Annotated[tuple[int, ...], reader(order)]
Steps = Annotated[int | tuple[int, ...], reader(steps)]
Word = Annotated[str, reader(word)]
