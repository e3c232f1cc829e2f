"""One value per axis: `3x224x224`, and padding `1+2x0+1`."""

from __future__ import annotations

from collections.abc import Sequence

from convcalc.notation.numbers import integer

Pair = tuple[int, int]


def axes(text: str) -> tuple[int, ...]:
    """The whole numbers of a tuple that is written with an x between them.

    >>> axes("3x224x224"), axes("7")
    ((3, 224, 224), (7,))
    >>> axes("3x")
    Traceback (most recent call last):
    ValueError: cannot read "3x" as a tuple; write one number per axis, like 3x224x224
    """
    parts = text.strip().replace("×", "x").split("x")
    if not all(part.strip() for part in parts):
        raise ValueError(
            f'cannot read "{text}" as a tuple; write one number per axis, like 3x224x224'
        )
    return tuple(integer(part) for part in parts)


def padding_axes(text: str) -> tuple[int | Pair, ...]:
    """Padding per axis, `before+after` where the two differ.

    >>> padding_axes("1+2x0+1"), padding_axes("3"), padding_axes("1x0+2")
    (((1, 2), (0, 1)), (3,), (1, (0, 2)))
    """
    return tuple(_sides(part) for part in text.strip().replace("×", "x").split("x"))


def _sides(text: str) -> int | Pair:
    before, plus, after = text.partition("+")
    return (integer(before), integer(after)) if plus else integer(text)


def show_tuple(values: Sequence[object]) -> str:
    """The way a tuple is written.

    >>> show_tuple((64, 112, 112))
    '64x112x112'
    """
    return "x".join(str(value) for value in values)
