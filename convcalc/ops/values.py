"""The kinds of values that specs take, read from text, YAML, JSON or Python alike."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal, SupportsIndex

from pydantic import PlainValidator

from convcalc.column import Column
from convcalc.notation import axes, integer, padding_axes
from convcalc.notation.numbers import LARGEST

PaddingWord = Literal["valid", "half", "same", "same_lower", "full", "causal"]
PADDING_WORDS: tuple[PaddingWord, ...] = (
    "valid", "half", "same", "same_lower", "full", "causal",
)  # fmt: skip
_PADDING_FORM = "write 3, 1x2 (per axis), 1+2x0+1 (before+after) or one of " + ", ".join(
    PADDING_WORDS
)
_SIDES_FORM = "write 3, 1x2 (per axis) or 1+2x0+1 (before+after)"
_PAIR = 2


def whole(value: object, *, at_least: int) -> int:
    """A whole number from what a user wrote.

    >>> whole("1_024", at_least=1)
    1024
    >>> whole(0, at_least=1)
    Traceback (most recent call last):
    ValueError: 0 is too small; use 1 or more
    """
    exact = value if type(value) is int else _exact(value)
    if exact < at_least:
        raise ValueError(f"{exact} is too small; use {at_least} or more")
    if exact > LARGEST:
        raise ValueError("the number is too large; use at most 1e400")
    return exact


def _exact(value: object) -> int:
    """An int, or text or an integer of another library; a boolean is no number here."""
    if isinstance(value, Column) and value.is_whole:
        return value  # type: ignore[return-value]  # it calculates as an int does
    read = integer(value) if isinstance(value, str) else value
    if isinstance(read, bool) or not isinstance(read, SupportsIndex):
        raise ValueError(f"{read!r} is not a whole number")  # noqa: TRY004 — pydantic reads ValueError
    try:
        return read.__index__()
    except TypeError:  # an array has the method too
        raise ValueError(f"{read!r} is not a whole number") from None


def real(value: object, *, at_least: float = -math.inf) -> float:
    """A finite number from what a user wrote.

    >>> real("1e-5"), real(2)
    (1e-05, 2.0)
    >>> real(-1, at_least=0)
    Traceback (most recent call last):
    ValueError: -1 is too small; use 0 or more
    """
    number = _number(value.settled() if isinstance(value, Column) else value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is not a number")
    if number < at_least:
        raise ValueError(f"{value} is too small; use {at_least} or more")
    return number


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, str | float | SupportsIndex):
        raise ValueError(f"{value!r} is not a number")  # noqa: TRY004 — pydantic reads ValueError
    try:
        # `float` reads the digits of every script; a file that has them is hardly meant so.
        return float(value) if str(value).isascii() else math.nan
    except (ValueError, TypeError, OverflowError):
        return math.nan


def per_axis(value: object, *, at_least: int) -> int | tuple[int, ...]:
    """One number for every axis, or a tuple with one for each.

    >>> per_axis("3x5", at_least=1), per_axis([3, 5], at_least=1), per_axis("3", at_least=1)
    ((3, 5), (3, 5), 3)
    """
    if type(value) is int:
        return whole(value, at_least=at_least)
    read = axes(value) if isinstance(value, str) else value
    if not isinstance(read, list | tuple):
        return whole(read, at_least=at_least)
    numbers = tuple(whole(one, at_least=at_least) for one in read)
    return numbers[0] if isinstance(value, str) and len(numbers) == 1 else numbers


def padding_value(value: object) -> object:
    """Padding as a word, one number, one per axis, or pairs of before and after.

    >>> padding_value("1+2x0+1"), padding_value("0+1"), padding_value([1, 2])
    (((1, 2), (0, 1)), ((0, 1),), (1, 2))
    >>> padding_value("hald")
    Traceback (most recent call last):
    ValueError: cannot read "hald"; write 3, 1x2 (per axis), 1+2x0+1 (before+after) or one of valid, half, same, same_lower, full, causal
    """  # noqa: E501 — the message is one line
    if isinstance(value, str):
        return value if value in PADDING_WORDS else _padding_text(value)
    if not isinstance(value, list | tuple):
        return whole(value, at_least=0)
    return _even_pairs([_side(one) for one in value])


def sides_value(value: object) -> object:
    """Padding in numbers: one, one per axis, or pairs of before and after.

    >>> sides_value("1+2x0+1"), sides_value([1, 2])
    (((1, 2), (0, 1)), (1, 2))
    >>> sides_value("half")
    Traceback (most recent call last):
    ValueError: cannot read "half"; write 3, 1x2 (per axis) or 1+2x0+1 (before+after)
    """
    return _padding_text(value, _SIDES_FORM) if isinstance(value, str) else padding_value(value)


def _padding_text(text: str, form: str = _PADDING_FORM) -> object:
    try:
        read = padding_axes(text)
    except ValueError:
        raise ValueError(f'cannot read "{text}"; {form}') from None
    value = _even_pairs([_side(one) for one in read])
    return value[0] if len(value) == 1 and isinstance(value[0], int) else value


def _side(value: object) -> int | tuple[int, int]:
    if not isinstance(value, list | tuple):
        return whole(value, at_least=0)
    if len(value) != _PAIR:
        raise ValueError(f"{list(value)} is no pair; write [before, after] for each axis")
    return (whole(value[0], at_least=0), whole(value[1], at_least=0))


def _even_pairs(sides: list[int | tuple[int, int]]) -> tuple[int | tuple[int, int], ...]:
    """All numbers, or all pairs: 1x0+2 becomes 1+1x0+2."""
    if all(isinstance(side, int) for side in sides):
        return tuple(sides)
    return tuple((side, side) if isinstance(side, int) else side for side in sides)


def reader(read: Callable[..., object], **limits: float) -> PlainValidator:
    """It gives the right type already, so pydantic need not try the members of a union."""
    return PlainValidator(partial(read, **limits))


Real = Annotated[float, reader(real)]
Positive = Annotated[float, reader(real, at_least=0)]
Count = Annotated[int, reader(whole, at_least=1)]
Start = Annotated[int, reader(whole, at_least=0)]
Sizes = Annotated[int | tuple[int, ...], reader(per_axis, at_least=1)]
Extras = Annotated[int | tuple[int, ...], reader(per_axis, at_least=0)]
Padding = Annotated[
    int | tuple[int, ...] | tuple[tuple[int, int], ...] | PaddingWord, reader(padding_value)
]
Sides = Annotated[int | tuple[int, ...] | tuple[tuple[int, int], ...], reader(sides_value)]
